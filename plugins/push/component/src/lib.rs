//! Approving on the phone as a component. It asks the provider's notification server, so it names that it does.

innkeeper_plugin::export_factor!(innkeeper_push::Push, uses: [http]);
