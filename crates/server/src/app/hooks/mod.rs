//! Events for plugins. The audit log's chain is the outbox: its lines are written by the commit that made them true,
//! numbered without a gap, and stay. A plugin that hears of events has a cursor in it, and whatever it did not take
//! is parked until it does. Where no plugin hears of anything, nothing is read and nothing is written.

mod delivery;
mod payload;
mod undelivered;

pub use delivery::deliver;
pub(crate) use delivery::{begin, hears};
pub use undelivered::{list, retry};
