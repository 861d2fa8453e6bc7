"""What people read: tables, figures, a page. Import from the modules; each loads only what it needs."""
