//! The contract of every second factor, answered by keys and servers in memory.

use innkeeper_module::testing::{Enrollee, FakeHost, second_factor_contract};
use innkeeper_module::{Account, Answers, Step};

use super::server::Servers;
use super::{host, typed};
use crate::YubiKey;

/// A key for each account; the name of the key comes from the account's.
#[derive(Default)]
struct Toucher(Servers);

impl Toucher {
    fn touch(&self, account: &Account) -> Answers {
        let letters = account.pseudonym.bytes().rev().take(6);
        let letter = |byte: u8| char::from(b"cbdefghijklnrtuv"[usize::from(byte % 16)]);
        let key: String = letters.map(letter).collect();
        typed(&self.0.press(&key))
    }
}

impl Enrollee for Toucher {
    fn host(&mut self) -> FakeHost {
        let host = host();
        host.serve_http(self.0.answer());
        host
    }

    fn enrol(&mut self, _host: &FakeHost, account: &Account, _step: &Step) -> Answers {
        self.touch(account)
    }

    fn prove(&mut self, _host: &FakeHost, account: &Account, _step: &Step) -> Answers {
        self.touch(account)
    }

    fn pause(&self) -> i64 {
        0
    }
}

#[tokio::test]
async fn keys_keep_the_contract_of_second_factors() {
    second_factor_contract(&YubiKey, &mut Toucher::default()).await;
}
