//! Duo as a component. It asks Duo's API, has its secret used by the panel, and staff can try whether Duo answers.

innkeeper_plugin::export_factor!(innkeeper_duo::Duo, uses: [http, signatures], also: [checks]);
