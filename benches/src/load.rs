//! People at the door and on pages: so many at once, or so many a second.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::browser::Browser;
use crate::house::House;

/// Where everybody is at home.
pub const PAGE: &str = "/account";

/// So many people, of whom so many sign in at once; how long each took.
pub async fn sign_ins(
    house: &Arc<House>,
    panel: SocketAddr,
    people: usize,
    at_once: usize,
) -> anyhow::Result<Vec<Duration>> {
    let left = Arc::new(AtomicUsize::new(people));
    let mut doors = JoinSet::new();
    for _ in 0..at_once {
        let (house, left) = (house.clone(), left.clone());
        doors.spawn(async move {
            let mut times = Vec::new();
            let one_more = |left: usize| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more)
                .is_ok()
            {
                times.push(sign_in(&house, panel).await?);
            }
            anyhow::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = doors.join_next().await {
        times.extend(done??);
    }
    Ok(times)
}

async fn sign_in(house: &House, panel: SocketAddr) -> anyhow::Result<Duration> {
    let user = house.somebody()?;
    let begun = Instant::now();
    Browser::open(panel, user.ip).await?.sign_in(&user).await?;
    Ok(begun.elapsed())
}

/// A crowd that goes on signing in until it is told to stop.
pub struct Storm {
    stop: Arc<AtomicBool>,
    doors: JoinSet<anyhow::Result<usize>>,
}

impl Storm {
    /// So many at once.
    pub fn begin(house: &Arc<House>, panel: SocketAddr, at_once: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut doors = JoinSet::new();
        for _ in 0..at_once {
            let (house, stop) = (house.clone(), stop.clone());
            doors.spawn(async move {
                let mut count = 0;
                while !stop.load(Ordering::Relaxed) {
                    sign_in(&house, panel).await?;
                    count += 1;
                }
                Ok(count)
            });
        }
        Self { stop, doors }
    }

    /// Lets those under way finish; how many came in.
    pub async fn end(mut self) -> anyhow::Result<usize> {
        self.stop.store(true, Ordering::Relaxed);
        let mut count = 0;
        while let Some(done) = self.doors.join_next().await {
            count += done??;
        }
        Ok(count)
    }
}

/// Browsers that ask for the page as fast as they get it. How many pages they got.
pub async fn pages(
    browsers: Vec<Browser>,
    time: Duration,
) -> anyhow::Result<(Vec<Browser>, usize)> {
    let end = Instant::now() + time;
    let mut readers = JoinSet::new();
    for mut browser in browsers {
        readers.spawn(async move {
            let mut count = 0;
            while Instant::now() < end {
                browser.page(PAGE).await?;
                count += 1;
            }
            anyhow::Ok((browser, count))
        });
    }
    let (mut browsers, mut pages) = (Vec::new(), 0);
    while let Some(done) = readers.join_next().await {
        let (browser, count) = done??;
        browsers.push(browser);
        pages += count;
    }
    Ok((browsers, pages))
}

/// Pages at a steady pace, whether or not the one before has come: a slow answer delays no question. How long
/// each took.
pub async fn paced(
    browsers: Vec<Browser>,
    every: Duration,
    count: usize,
) -> anyhow::Result<(Vec<Browser>, Vec<Duration>)> {
    let (back, mut free) = mpsc::unbounded_channel();
    for browser in browsers {
        back.send(browser).ok().context("the channel is open")?;
    }
    let mut clock = interval(every);
    clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut answers = JoinSet::new();
    for _ in 0..count {
        clock.tick().await;
        let begun = Instant::now();
        // Where all are waiting for an answer, the wait for one of them is part of what is measured.
        let mut browser = free.recv().await.context("a browser died")?;
        let back = back.clone();
        answers.spawn(async move {
            browser.page(PAGE).await?;
            let took = begun.elapsed();
            back.send(browser).ok().context("the channel is open")?;
            anyhow::Ok(took)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = answers.join_next().await {
        times.push(done??);
    }
    let mut browsers = Vec::new();
    while let Ok(browser) = free.try_recv() {
        browsers.push(browser);
    }
    Ok((browsers, times))
}
