"""The application: settings, wiring, clock, dispatcher, migrations, command line."""
