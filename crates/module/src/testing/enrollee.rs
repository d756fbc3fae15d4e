//! The person in the contract: who answers a module's questions rightly.

use crate::testing::FakeHost;
use crate::{Account, Answers, Step};

/// Somebody who owns what the factor asks for: an app, a key, a sheet of codes.
///
/// Whatever it works out, it should work out independently of the module under test. It serves more
/// than one account, and tells them apart by their pseudonym.
pub trait Enrollee: Send {
    /// The host that the module gets, with the settings and the network it needs.
    fn host(&mut self) -> FakeHost {
        FakeHost::default()
    }

    /// The right answers to a step of an enrolment. What the step shows only once must be
    /// remembered.
    fn enrol(&mut self, host: &FakeHost, account: &Account, step: &Step) -> Answers;

    /// The right answers to a step of a challenge, for what was last enrolled by that account. Called
    /// again, after [`Self::pause`], it gives answers that are right then.
    fn prove(&mut self, host: &FakeHost, account: &Account, step: &Step) -> Answers;

    /// Answers that the factor refuses now with a hint that they are right at another time, and how
    /// many seconds from now that is; None for a factor that gives no such hints.
    fn tempt(
        &mut self,
        _host: &FakeHost,
        _account: &Account,
        _step: &Step,
    ) -> Option<(Answers, i64)> {
        None
    }

    /// The right answers to a step of putting a credential right, as [`Self::prove`] gives them for a
    /// challenge; called only where the factor mends.
    fn mend(&mut self, host: &FakeHost, account: &Account, step: &Step) -> Answers {
        self.prove(host, account, step)
    }

    /// How many seconds must pass until there are new right answers.
    fn pause(&self) -> i64 {
        90
    }
}
