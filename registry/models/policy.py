"""Budget and policy goals: what the landscape is for, and under which budget article."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from registry.models.base import Base, Numeric, Range, Record, code, field, reference


class BudgetNode(Record, Base):
    """A chapter, article or lower node of the budget of one year; codes and names are per year."""

    __tablename__ = "budget_nodes"

    name: Mapped[str] = field("Naam", "Name", required=True)
    year: Mapped[int | None] = field("Begrotingsjaar", "Budget year")
    budget_code: Mapped[str | None] = field("Code (IBOS)", "Code (IBOS)")
    roman: Mapped[str | None] = field("Romeins cijfer", "Roman numeral")
    level: Mapped[str | None] = code("budget_level", "Niveau", "Level")
    parent_id: Mapped[UUID | None] = reference("budget_node", "Onderdeel van", "Part of")
    organisation_id: Mapped[UUID | None] = reference("organisation", "Ministerie", "Ministry")
    valid: Mapped[Range[Any] | None] = field("Geldig", "Valid")


class PolicyGoal(Record, Base):
    """A policy goal that a budget node pays for."""

    __tablename__ = "policy_goals"

    name: Mapped[str] = field("Naam", "Name", required=True)
    budget_node_id: Mapped[UUID | None] = reference("budget_node", "Begrotingspost", "Budget node")
    organisation_id: Mapped[UUID | None] = reference("organisation", "Verantwoordelijk ministerie", "Ministry")
    parliamentary_paper: Mapped[str | None] = field("Kamerstuk", "Parliamentary paper")


class ApplicationSupport(Record, Base):
    """The part (percent) of an application that serves a policy goal. Parts add up to 100 at most; the rest is not attributed."""

    __tablename__ = "application_supports"
    __table_args__ = (CheckConstraint("attribution BETWEEN 0 AND 100", name="attribution"),)

    application_id: Mapped[UUID] = reference("application", "Applicatie", "Application", required=True)
    policy_goal_id: Mapped[UUID] = reference("policy_goal", "Beleidsdoel", "Policy goal", required=True)
    role: Mapped[str | None] = code("support_role", "Rol", "Role")
    attribution: Mapped[Decimal | None] = field("Toerekening (%)", "Attribution (%)", Numeric(5, 2))
    as_of: Mapped[Range[Any] | None] = field("Peildatum", "As of")
