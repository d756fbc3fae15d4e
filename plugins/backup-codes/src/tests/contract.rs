//! The contract of every second factor, answered by somebody with a sheet of paper.

use std::collections::BTreeMap;

use innkeeper_module::testing::{Enrollee, FakeHost, second_factor_contract};
use innkeeper_module::{Account, Answers, Step};

use super::{answers, shown};
use crate::BackupCodes;

/// The codes of each account, from which one after the other is crossed out.
#[derive(Default)]
struct Sheet(BTreeMap<String, Vec<String>>);

impl Enrollee for Sheet {
    fn enrol(&mut self, _host: &FakeHost, account: &Account, step: &Step) -> Answers {
        self.0.insert(account.pseudonym.clone(), shown(step));
        answers("saved", "yes")
    }

    fn prove(&mut self, _host: &FakeHost, account: &Account, _step: &Step) -> Answers {
        let codes = self
            .0
            .get_mut(&account.pseudonym)
            .expect("an enrolled account");
        answers("code", &codes.pop().expect("a code is left"))
    }
}

#[tokio::test]
async fn backup_codes_keep_the_contract_of_second_factors() {
    second_factor_contract(&BackupCodes, &mut Sheet::default()).await;
}
