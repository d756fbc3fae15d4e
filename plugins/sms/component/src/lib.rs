//! The channel for SMS as a component. It asks the provider's service, so it names that it does.

innkeeper_plugin::export_channel!(innkeeper_sms::Sms, uses: [http]);
