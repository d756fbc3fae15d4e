//! The contract of every second factor.

use std::collections::BTreeMap;

use innkeeper_module::testing::{Enrollee, FakeHost, second_factor_contract};
use innkeeper_module::{Account, Answers, Step};

use super::authenticator::Authenticator;
use super::{answering, host, options};
use crate::Passkeys;

/// An authenticator for each account.
#[derive(Default)]
struct Drawer(BTreeMap<String, Authenticator>);

impl Enrollee for Drawer {
    fn host(&mut self) -> FakeHost {
        host()
    }

    fn enrol(&mut self, _host: &FakeHost, account: &Account, step: &Step) -> Answers {
        let seed = u8::try_from(self.0.len() + 1).expect("few accounts");
        let mut authenticator = Authenticator::new(seed);
        let answer = authenticator.create(options(step));
        self.0.insert(account.pseudonym.clone(), authenticator);
        answering(&answer)
    }

    fn prove(&mut self, _host: &FakeHost, account: &Account, step: &Step) -> Answers {
        let authenticator = self.0.get_mut(&account.pseudonym);
        answering(&authenticator.expect("enrolled").get(options(step)))
    }
}

#[tokio::test]
async fn passkeys_keep_the_contract_of_second_factors() {
    second_factor_contract(&Passkeys, &mut Drawer::default()).await;
}
