//! YubiKey one-time passwords as a component, from the same source as the native module. It asks servers, so it
//! names that it does, and staff can try them.

innkeeper_plugin::export_factor!(innkeeper_yubikey::YubiKey, uses: [http], also: [checks]);
