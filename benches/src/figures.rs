//! The figures, one after another, each with its limit taken right before and after.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use hyper::body::Bytes;
use tokio::time::sleep;

use crate::bare;
use crate::browser::Browser;
use crate::handler::Shown;
use crate::house::House;
use crate::load::{self, PAGE, Storm};
use crate::program::Program;
use crate::report::{Line, Report, Verdict};
use crate::statistics::{Rounds, micros, millis, number, p99};

/// How many people sign in for a figure of so many at once.
const CROWDS: [(usize, usize); 3] = [(1, 16), (8, 64), (64, 192)];
/// How many browsers read pages at once.
const READERS: usize = 8;
/// How long a round of pages takes.
const READING: Duration = Duration::from_secs(3);
/// The pace of pages while a storm is on: some of what a processor could do.
pub(crate) const PACE: Duration = Duration::from_millis(20);
/// How many pages a round of that pace has.
pub(crate) const PACED: usize = 300;
/// How long the processors rest between the hash of one sign-in and of the next, where one comes after another.
const PAUSE: Duration = Duration::from_millis(20);
/// How many sign in at once in a storm.
const STORM: usize = 64;

/// Everything that is needed to measure.
pub struct Bench {
    pub(crate) house: Arc<House>,
    pub(crate) rounds: usize,
    lines: Vec<Line>,
    /// What a sign-in of one at a time takes of a processor, in milliseconds, once that was measured.
    pub(crate) sign_in: Option<f64>,
    /// The same of a page.
    page: Option<f64>,
}

/// A figure, its limit, and the first over the second.
pub(crate) struct Ratio {
    pub(crate) ours: Rounds,
    pub(crate) limit: Rounds,
    pub(crate) comes_to: Rounds,
}

impl Ratio {
    pub(crate) fn of(pairs: &[(f64, f64)]) -> Self {
        Self {
            ours: Rounds::of(pairs.iter().map(|(ours, _)| *ours)),
            limit: Rounds::of(pairs.iter().map(|(_, limit)| *limit)),
            comes_to: Rounds::of(pairs.iter().map(|(ours, limit)| ours / limit)),
        }
    }
}

impl Bench {
    /// Fills a database.
    pub async fn prepare(
        program: PathBuf,
        database: Option<String>,
        rounds: usize,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            house: Arc::new(House::build(program, database).await?),
            rounds,
            lines: Vec::new(),
            sign_in: None,
            page: None,
        })
    }

    /// Measures everything.
    pub async fn run(mut self) -> anyhow::Result<Report> {
        self.start().await?;
        let panel = self.house.open()?;
        self.at_rest(&panel).await?;
        self.pages(&panel).await?;
        self.nobody_asked().await?;
        panel.forget_peak()?;
        for (at_once, people) in CROWDS {
            self.door(&panel, at_once, people).await?;
        }
        self.storm(&panel).await?;
        self.memory(
            "memory, the most under all this load",
            panel.memory("VmHWM")?,
            80.0,
            "≤ 80 MB",
        );
        sleep(Duration::from_secs(5)).await;
        let after = panel.memory("VmRSS")?;
        self.tell(
            "memory, five seconds after",
            format!("{after:.0} MB"),
            "",
            String::new(),
        );
        drop(panel);
        self.plugins().await?;
        Ok(Report {
            machine: machine(self.rounds)?,
            lines: self.lines,
        })
    }

    /// From nothing to the first page.
    async fn start(&mut self) -> anyhow::Result<()> {
        let mut times = Vec::new();
        for _ in 0..self.rounds + 2 {
            let begun = Instant::now();
            let panel = self.house.open()?;
            browser(panel.address).await?.page("/login").await?;
            times.push(millis(begun.elapsed()));
        }
        let time = Rounds::of(times);
        self.goal(
            (
                "start to the first page",
                format!("{time} ms"),
                String::new(),
            ),
            format!("{:.0} ms", time.median),
            ("≤ 100 ms", time.median <= 100.0),
        );
        Ok(())
    }

    async fn at_rest(&mut self, panel: &Program) -> anyhow::Result<()> {
        sleep(Duration::from_secs(2)).await;
        browser(panel.address).await?.page("/login").await?;
        self.memory("memory at rest", panel.memory("VmRSS")?, 40.0, "≤ 40 MB");
        Ok(())
    }

    /// Complete sign-ins: of a processor over a bare hash, and the slowest over the queue's own time.
    async fn door(&mut self, panel: &Program, at_once: usize, people: usize) -> anyhow::Result<()> {
        let security = &self.house.config.security;
        let width = security.hashing_concurrency.get().min(at_once);
        // Where one signs in after another, nothing is hashed while the pages come and go.
        let rest = if at_once == 1 { PAUSE } else { Duration::ZERO };
        let (mut costs, mut waits) = (Vec::new(), Vec::new());
        for _ in 0..self.rounds {
            let before = bare::hash(security, width, 12, rest)?;
            let cpu = panel.cpu()?;
            load::sign_ins(&self.house, panel.address, people, at_once).await?;
            let cpu = panel.cpu()?.saturating_sub(cpu);
            let burst = load::sign_ins(&self.house, panel.address, at_once, at_once).await?;
            let after = bare::hash(security, width, 12, rest)?;
            let bare_cpu = f64::midpoint(millis(before.cpu), millis(after.cpu));
            let bare_wall = f64::midpoint(millis(before.wall), millis(after.wall));
            costs.push((millis(cpu) / number(people), bare_cpu));
            let queue = number(at_once.div_ceil(width)) * bare_wall;
            waits.push((millis(p99(&burst)), queue));
        }
        let (cost, wait) = (Ratio::of(&costs), Ratio::of(&waits));
        self.sign_in.get_or_insert(cost.ours.median);
        self.goal(
            (
                &format!("sign-in, {at_once} at once: processor"),
                format!("{} ms", cost.ours),
                format!("{} ms, a bare hash", cost.limit),
            ),
            format!("{} ×", cost.comes_to),
            ("≤ 1.1 ×", cost.comes_to.median <= 1.1),
        );
        self.tell(
            &format!("sign-in, {at_once} at once: p99"),
            format!("{} ms", wait.ours),
            &format!("{} ms, the queue of hashes", wait.limit),
            format!("{} ×", wait.comes_to),
        );
        Ok(())
    }

    /// A signed-in page, as often as it can be had, beside a handler that draws the same from memory.
    async fn pages(&mut self, panel: &Program) -> anyhow::Result<()> {
        let mut readers = self.readers(panel.address).await?;
        let ours = match readers.first_mut() {
            Some(reader) => reader.page(PAGE).await?,
            None => Bytes::new(),
        };
        let shown = Shown {
            email: "ada1000@example.com".to_owned(),
            sessions: 1,
        };
        let handler = Program::start(
            Command::new(std::env::current_exe()?)
                .args(["handler", "--page"])
                .arg(serde_json::to_string(&shown)?),
        )?;
        let mut strangers = Vec::new();
        for _ in 0..READERS {
            strangers.push(browser(handler.address).await?);
        }
        if let Some(stranger) = strangers.first_mut() {
            let drawn = stranger.page(PAGE).await?;
            ensure!(
                drawn.len().abs_diff(ours.len()) < 64,
                "the handler draws another page: {} and {} bytes",
                drawn.len(),
                ours.len()
            );
        }
        let (mut rates, mut costs) = (Vec::new(), Vec::new());
        for round in 0..=self.rounds {
            let bare;
            let page;
            (strangers, bare) = read(&handler, strangers).await?;
            (readers, page) = read(panel, readers).await?;
            // The first round warms up.
            if round > 0 {
                rates.push((page.rate, bare.rate));
                costs.push((page.cost, bare.cost));
            }
        }
        let (rate, cost) = (Ratio::of(&rates), Ratio::of(&costs));
        self.goal(
            (
                "signed-in pages a second",
                format!("{}", rate.ours),
                format!("{}, a handler that draws from memory", rate.limit),
            ),
            format!("{:.0} %", rate.comes_to.median * 100.0),
            ("≥ 60 %", rate.comes_to.median >= 0.6),
        );
        self.goal(
            (
                "signed-in page: processor",
                format!("{} ms", cost.ours),
                format!("{} ms, the same handler", cost.limit),
            ),
            format!("{:.2} ms", cost.ours.median),
            ("≤ 0.5 ms", cost.ours.median <= 0.5),
        );
        self.page = Some(cost.ours.median);
        Ok(())
    }

    /// What a page pays for plugins that nobody installed.
    async fn nobody_asked(&mut self) -> anyhow::Result<()> {
        let mut costs = Vec::new();
        for _ in 0..self.rounds {
            costs.push(micros(self.house.ask_nobody().await?));
        }
        let cost = Rounds::of(costs);
        let share = cost.median / 10.0 / self.page.unwrap_or(f64::NAN);
        self.goal(
            (
                "asking plugins where there are none: processor",
                format!("{cost} µs"),
                String::new(),
            ),
            format!("{share:.2} % of a page"),
            ("≤ 0.1 %", share <= 0.1),
        );
        Ok(())
    }

    /// A signed-in page while many sign in, beside the same page on a quiet day.
    async fn storm(&mut self, panel: &Program) -> anyhow::Result<()> {
        let mut readers = self.readers(panel.address).await?;
        let mut slowest = Vec::new();
        let mut arrivals = Vec::new();
        for _ in 0..self.rounds {
            let (quiet, stormy);
            (readers, quiet) = load::paced(readers, PACE, PACED).await?;
            let storm = Storm::begin(&self.house, panel.address, STORM);
            let begun = Instant::now();
            (readers, stormy) = load::paced(readers, PACE, PACED).await?;
            arrivals.push(number(storm.end().await?) / begun.elapsed().as_secs_f64());
            slowest.push((millis(p99(&stormy)), millis(p99(&quiet))));
        }
        let slowest = Ratio::of(&slowest);
        self.goal(
            (
                "page while 64 sign in: p99",
                format!("{} ms", slowest.ours),
                format!("{} ms, on a quiet day", slowest.limit),
            ),
            format!("{} ×", slowest.comes_to),
            ("≤ 2 ×", slowest.comes_to.median <= 2.0),
        );
        let width = self.house.config.security.hashing_concurrency.get();
        let bare = bare::hash(&self.house.config.security, width, 12, Duration::ZERO)?;
        self.tell(
            "sign-ins a second in that storm",
            format!("{}", Rounds::of(arrivals)),
            &format!(
                "{:.0}, bare hashes alone",
                number(width) * 1000.0 / millis(bare.wall)
            ),
            String::new(),
        );
        Ok(())
    }

    /// People who are signed in, each with a browser.
    pub(crate) async fn readers(&self, panel: SocketAddr) -> anyhow::Result<Vec<Browser>> {
        let mut readers = Vec::new();
        for _ in 0..READERS {
            let user = self.house.somebody()?;
            let mut browser = Browser::open(panel, user.ip).await?;
            browser.sign_in(&user).await?;
            readers.push(browser);
        }
        Ok(readers)
    }

    fn memory(&mut self, what: &str, used: f64, most: f64, goal: &'static str) {
        self.goal(
            (what, format!("{used:.0} MB"), String::new()),
            String::new(),
            (goal, used <= most),
        );
    }

    pub(crate) fn goal(
        &mut self,
        (what, measured, limit): (&str, String, String),
        figure: String,
        (goal, met): (&'static str, bool),
    ) {
        let verdict = Verdict::Goal { figure, goal, met };
        self.line(what, measured, limit, verdict);
    }

    pub(crate) fn tell(&mut self, what: &str, measured: String, limit: &str, figure: String) {
        self.line(what, measured, limit.to_owned(), Verdict::Told(figure));
    }

    fn line(&mut self, what: &str, measured: String, limit: String, verdict: Verdict) {
        eprintln!("{what}: {measured}; {limit}");
        self.lines.push(Line {
            what: what.to_owned(),
            measured,
            limit,
            verdict,
        });
    }
}

/// A round of reading.
struct Reading {
    /// Pages a second.
    rate: f64,
    /// Milliseconds of a processor for each.
    cost: f64,
}

async fn read(
    program: &Program,
    browsers: Vec<Browser>,
) -> anyhow::Result<(Vec<Browser>, Reading)> {
    let (begun, cpu) = (Instant::now(), program.cpu()?);
    let (browsers, pages) = load::pages(browsers, READING).await?;
    let reading = Reading {
        rate: number(pages) / begun.elapsed().as_secs_f64(),
        cost: millis(program.cpu()?.saturating_sub(cpu)) / number(pages),
    };
    Ok((browsers, reading))
}

/// A stranger's browser.
async fn browser(to: SocketAddr) -> anyhow::Result<Browser> {
    Browser::open(to, [192, 0, 2, 1].into()).await
}

/// What it was measured on, and how busy that was with other things.
fn machine(rounds: usize) -> anyhow::Result<String> {
    let processors = std::fs::read_to_string("/proc/cpuinfo")?;
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("processor", |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let count = std::thread::available_parallelism()?;
    let load = std::fs::read_to_string("/proc/loadavg")?;
    let load: Vec<&str> = load.split(' ').take(3).collect();
    Ok(format!(
        "{count} × {model}; load {} at the end; medians of {rounds} rounds, with the least and the most",
        load.join(" ")
    ))
}
