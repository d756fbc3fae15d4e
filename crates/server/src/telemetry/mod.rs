//! What operators see of a running panel: logs, metrics and request ids.

mod log;
mod metrics;

pub use log::start_logging;
pub use metrics::{Metrics, Outcome, StatusClass};
