//! Authenticator apps as a component, from the same source as the native module.

innkeeper_plugin::export_factor!(innkeeper_totp::Totp);
