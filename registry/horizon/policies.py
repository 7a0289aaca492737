"""Dates of policy and law about cloud services, for the services to which they apply (`lifecycle.yaml`)."""

from __future__ import annotations

from registry.horizon.days import days_between, first_day, identity, last_day, one_of, stated_days
from registry.horizon.rules import PolicyDeadline, Rules
from registry.resolving.matching import Db


def derive_policies(db: Db, rules: Rules) -> None:
    """One deadline for each service and who must hear of it. Material use of which nobody knows the first day has none."""
    for policy in rules.policy_deadlines:
        db.execute(_policy_sql(policy, rules))


def _policy_sql(policy: PolicyDeadline, rules: Rules) -> str:
    if policy.on is None:
        first, last = first_day("s.since", rules), last_day("s.since", rules)
    else:
        first = last = f"DATE '{policy.on}'"
    lead = rules.default_lead(policy.kind)
    leads = f"coalesce({stated_days('s.exit_days')}, {lead})" if lead else "0"
    kind = f"'{policy.kind}'"
    return f"""
        INSERT INTO fresh (id, kind, subject_kind, subject_id, component_kind, component_id, owner_id, supplier_id, criticality,
                           due, decide_by, lead_days, path)
        SELECT {identity(kind, "s.id", "u.basis")}, {kind}, 'cloud_service', s.id, 'cloud_service', s.id, u.owner,
               s.supplier_id, u.criticality, {days_between("e.first", "e.last")}, e.first - t.lead, t.lead,
               jsonb_build_array(jsonb_build_object('kind', 'cloud_service', 'id', s.id, 'name', s.name))
        FROM cloud_services s JOIN service_users u ON u.service = s.id
        CROSS JOIN LATERAL (SELECT {first} AS first, {last} AS last) e
        CROSS JOIN LATERAL (SELECT {leads} AS lead) t
        WHERE {" AND ".join(_conditions(policy, rules))}
    """


def _conditions(policy: PolicyDeadline, rules: Rules) -> list[str]:
    """When a policy applies to service `s`: not to one that is over, or stops before the day."""
    found = ["s.ended_on IS NULL", "e.first IS NOT NULL", one_of("s.deployment", policy.deployments)]
    found.append(f"({first_day('s.ends', rules)} IS NULL OR {first_day('s.ends', rules)} > e.first)")
    if policy.materiality:
        found.append(f"s.materiality = '{policy.materiality}'")
    if policy.existing_before:  # use of which nobody knows since when may well be existing use
        found.append(
            f"({first_day('s.since', rules)} < DATE '{policy.existing_before}' OR {first_day('s.since', rules)} IS NULL)"
        )
    if policy.unless:
        found.append(
            "NOT EXISTS (SELECT FROM assessments x WHERE x.service_id = s.id AND x.ended_on IS NULL"
            f" AND x.what = '{policy.unless}')"
        )
    return found
