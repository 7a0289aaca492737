"""When things end: which date governs a component, an application, a contract or a service, and when to decide at the latest."""
