//! The suite for channels: the contract, with a service that is the script's answers.

use std::collections::BTreeSet;
use std::sync::Arc;

use innkeeper_module::Channel as _;
use innkeeper_module::testing::{Enrollee as _, FakeHost, Service, channel_contract};
use innkeeper_wasm::{Code, WasmChannel};

use super::person::Person;
use super::script::Script;
use super::{Suite, Verdict, asserted, texts};

/// The service behind the channel. What it is sent, only the author can read.
struct Recorded(Script);

impl Service for Recorded {
    fn host(&mut self) -> FakeHost {
        Person::new(self.0.clone()).host()
    }

    fn arrived(&mut self, _: &FakeHost) -> Option<Vec<(String, String)>> {
        None
    }

    fn addresses(&self) -> [String; 2] {
        let usual = || ["+4915123456789", "+436641234567"].map(str::to_owned);
        self.0.addresses.clone().unwrap_or_else(usual)
    }
}

impl Suite<'_> {
    pub(super) async fn run_channel(&mut self, code: &Code) {
        let described = (self.channel(code).await, self.channel(code).await);
        let channel = match described {
            (Ok(one), Ok(other)) => {
                let is_same = one.describe() == other.describe();
                let differs = || "two calls of `describe` differ".to_owned();
                let verdict = is_same.then_some(()).ok_or_else(differs);
                self.judge("describe is pure", verdict);
                one
            }
            (Err(error), _) | (_, Err(error)) => {
                self.judge("describe is pure", Err(error));
                return;
            }
        };
        let mut service = Recorded(self.script.clone());
        let kept = asserted(channel_contract(&channel, &mut service)).await;
        self.judge(
            "it keeps the contract of channels",
            answered(&channel, kept),
        );
        let description = channel.describe();
        let heard = [description.name, description.summary].map(|text| {
            let arguments: BTreeSet<String> = text.args.into_keys().collect();
            (text.key, arguments)
        });
        let verdict = match self.folder.locales() {
            Ok(files) => texts::check(&files, &heard.into()),
            Err(error) => Err(error.to_string()),
        };
        self.judge("every text is in every language", verdict);
    }

    async fn channel(&self, code: &Code) -> Result<WasmChannel, String> {
        let runtime = Arc::clone(&self.machine.runtime);
        let id = self.folder.manifest.id.as_str();
        let channel = WasmChannel::new(runtime, code, id, self.terms()).await;
        channel.map_err(|error| error.to_string())
    }
}

/// That a call came to no answer at all is why something else does not hold, so it is told first.
fn answered(channel: &WasmChannel, kept: Verdict) -> Verdict {
    let fault = channel.health().latest;
    fault.map_or(kept, |(_, fault)| Err(fault.to_string()))
}
