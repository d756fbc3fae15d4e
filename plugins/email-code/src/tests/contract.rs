//! The contract of every second factor, answered by somebody who reads their mail.

use innkeeper_module::testing::{Enrollee, FakeHost, second_factor_contract};
use innkeeper_module::{Account, Answers, Step};

use super::{latest, typed};
use crate::EMAIL_CODE;

struct Reader;

impl Enrollee for Reader {
    fn enrol(&mut self, host: &FakeHost, _account: &Account, _step: &Step) -> Answers {
        typed(&latest(host))
    }

    fn prove(&mut self, host: &FakeHost, _account: &Account, _step: &Step) -> Answers {
        typed(&latest(host))
    }
}

#[tokio::test]
async fn codes_by_mail_keep_the_contract_of_second_factors() {
    second_factor_contract(&EMAIL_CODE, &mut Reader).await;
}
