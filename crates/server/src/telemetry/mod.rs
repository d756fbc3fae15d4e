//! What operators see of a running panel: logs, metrics and request ids.

mod endpoint;
mod log;
mod metrics;
mod request;

pub use endpoint::{metrics, metrics_router};
pub use log::start_logging;
pub use metrics::{Metrics, Outcome, StatusClass};
pub use request::{RequestId, name_session, track};
