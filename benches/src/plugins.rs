//! The figures of plugins.

use std::sync::Arc;

use crate::figures::{Bench, PACE, PACED, Ratio};
use crate::load;
use crate::sandbox::Sandbox;
use crate::statistics::{Rounds, micros, millis, p99};

impl Bench {
    /// What the sandbox costs.
    pub async fn plugins(&mut self) -> anyhow::Result<()> {
        let sandbox = Arc::new(Sandbox::open().await?);
        let (mut isolated, mut native, mut starts, mut crowds) =
            <(Vec<_>, Vec<_>, Vec<_>, Vec<_>)>::default();
        for _ in 0..self.rounds {
            let proofs = sandbox.proofs().await?;
            isolated.push((micros(proofs.isolated), micros(proofs.bare)));
            native.push(micros(proofs.native));
            starts.push(millis(sandbox.cold_start().await?));
            let (quiet, beside) = sandbox.crowds().await?;
            crowds.push((beside, quiet));
        }
        let (isolated, native) = (Ratio::of(&isolated), Rounds::of(native));
        self.goal(
            (
                "proof in the sandbox: processor",
                format!("{} µs", isolated.ours),
                format!("{} µs, on bare Wasmtime", isolated.limit),
            ),
            format!("{} ×", isolated.comes_to),
            ("≤ 2 ×", isolated.comes_to.median <= 2.0),
        );
        self.tell(
            "the same proof natively: processor",
            format!("{native} µs"),
            "",
            String::new(),
        );
        let more = 2.0 * (isolated.ours.median - native.median) / 1000.0;
        let share = 100.0 * more / self.sign_in.unwrap_or(f64::NAN);
        self.goal(
            (
                "what two calls of it add to a sign-in",
                format!("{more:.2} ms"),
                String::new(),
            ),
            format!("{share:.1} %"),
            ("≤ 2 %", share <= 2.0),
        );
        let starts = Rounds::of(starts);
        self.goal(
            (
                "plugin from the cache to its first word",
                format!("{starts} ms"),
                String::new(),
            ),
            format!("{:.1} ms", starts.median),
            ("≤ 5 ms", starts.median <= 5.0),
        );
        let crowds = Ratio::of(&crowds);
        self.goal(
            (
                "1,000 proofs at once beside 4 endless plugins: p99",
                format!("{} ms", crowds.ours),
                format!("{} ms, without those", crowds.limit),
            ),
            format!("{} ×", crowds.comes_to),
            ("≤ 2 ×", crowds.comes_to.median <= 2.0),
        );
        self.pages_beside_loops(&sandbox).await?;
        let idle = sandbox.idle().await?;
        self.tell(
            "memory of an idle plugin",
            format!("{idle:.2} MB"),
            "",
            String::new(),
        );
        Ok(())
    }

    /// A signed-in page of a panel in this process, alone and while plugins loop here.
    async fn pages_beside_loops(&mut self, sandbox: &Sandbox) -> anyhow::Result<()> {
        let panel = self.house.open_here().await?;
        let mut readers = self.readers(panel).await?;
        let mut slowest = Vec::new();
        for _ in 0..self.rounds {
            let (quiet, beside);
            (readers, quiet) = load::paced(readers, PACE, PACED).await?;
            let endless = sandbox.endless().await?;
            (readers, beside) = load::paced(readers, PACE, PACED).await?;
            endless.end()?;
            slowest.push((millis(p99(&beside)), millis(p99(&quiet))));
        }
        let slowest = Ratio::of(&slowest);
        self.goal(
            (
                "page beside 4 endless plugins: p99",
                format!("{} ms", slowest.ours),
                format!("{} ms, without those", slowest.limit),
            ),
            format!("{} ×", slowest.comes_to),
            ("≤ 2 ×", slowest.comes_to.median <= 2.0),
        );
        Ok(())
    }
}
