//! Hooks of plugins: what they are told, what they are asked, and what they show.
//! The audit log's chain is the outbox: its lines are written by the commit that made them true,
//! numbered without a gap, and stay. A plugin that hears of events has a cursor in it, and whatever it did not take
//! is parked until it does. Where no plugin hears of anything, nothing is read and nothing is written.

mod delivery;
mod filters;
mod payload;
mod slots;
mod undelivered;

pub use delivery::deliver;
pub(crate) use delivery::{begin, hears};
pub(crate) use filters::{ASSESS, Assessed, assess};
pub use slots::{Filled, Place, fill};
pub use undelivered::{list, retry};
