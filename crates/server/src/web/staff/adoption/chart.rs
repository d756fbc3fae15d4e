//! The chart of adoption over time: each day a column of shares, and nothing where a day was not counted.
//!
//! Only geometry is here; the theme draws it.

use std::fmt::Write as _;

use chrono::NaiveDate;
use innkeeper_store::adoption_days::Day;
use innkeeper_theme::contexts::{AdoptionChart, ChartArea, ChartDay, ChartSpan};

use crate::app::adoption::{first_of, levels, shares};

/// How many days can be looked at.
pub const SPANS: [u32; 2] = [90, 365];
/// The levels from the bottom up.
const LEVELS: [&str; 3] = ["strong", "basic", "without"];
/// The size of the picture, in tenths of its units.
const WIDTH: u64 = 10_000;
const HEIGHT: u64 = 2_000;

/// The chart of so many days that end today. `link` leads to the page with so many days.
pub fn chart(
    history: &[Day],
    today: NaiveDate,
    days: u32,
    link: impl Fn(u32) -> String,
) -> AdoptionChart {
    let from = first_of(today, days);
    let columns = columns(history, from, days);
    let counted = history
        .iter()
        .filter(|day| day.day >= from && day.day <= today);
    let rows: Vec<ChartDay> = counted.rev().map(row).collect();
    let known = u32::try_from(rows.len()).unwrap_or(days);
    AdoptionChart {
        days,
        spans: SPANS
            .map(|span| ChartSpan {
                days: span,
                href: link(span),
                current: span == days,
            })
            .into(),
        from,
        middle: first_of(today, days / 2),
        to: today,
        areas: (0..LEVELS.len())
            .filter_map(|level| {
                let path = path(&columns, level);
                (!path.is_empty()).then(|| ChartArea {
                    level: LEVELS.get(level).copied().unwrap_or_default().to_owned(),
                    path,
                })
            })
            .collect(),
        missing: days.saturating_sub(known),
        rows,
    }
}

fn row(day: &Day) -> ChartDay {
    let counts = levels(&day.counts);
    let [strong, basic, without] = counts;
    let [strong_percent, basic_percent, without_percent] = shares(counts);
    ChartDay {
        day: day.day,
        strong,
        strong_percent,
        basic,
        basic_percent,
        without,
        without_percent,
    }
}

/// For each day how high its levels reach; None where it was not counted, or nobody was there.
fn columns(history: &[Day], from: NaiveDate, days: u32) -> Vec<Option<[u64; 4]>> {
    let mut columns = vec![None; usize::try_from(days).unwrap_or_default()];
    for day in history {
        let place = usize::try_from((day.day - from).num_days()).ok();
        let column = place.and_then(|place| columns.get_mut(place));
        let [strong, basic, without] = levels(&day.counts);
        let all = strong + basic + without;
        if let (Some(column), true) = (column, all > 0) {
            let heights = [0, strong, strong + basic, all];
            *column = Some(heights.map(|height| height * HEIGHT / all));
        }
    }
    columns
}

/// The outline of a level: along its upper edge day by day, and back along its lower one; a piece for each
/// run of days without a gap.
fn path(columns: &[Option<[u64; 4]>], level: usize) -> String {
    let days = u64::try_from(columns.len()).unwrap_or_default().max(1);
    let x = |place: usize| tenths(u64::try_from(place).unwrap_or_default() * WIDTH / days);
    let y = |height: u64| tenths(HEIGHT - height);
    let mut path = String::new();
    let mut start = 0;
    for run in columns.split(Option::is_none) {
        let edges: Vec<(u64, u64)> = run
            .iter()
            .flatten()
            .filter_map(|column| Some((*column.get(level)?, *column.get(level + 1)?)))
            .collect();
        if edges.iter().any(|(lower, upper)| lower < upper) {
            let (first, last) = (start, start + edges.len());
            let _ = write!(
                path,
                "M{} {}",
                x(first),
                y(edges.first().map_or(0, |edge| edge.0))
            );
            for (place, (_, upper)) in (first..last).zip(&edges) {
                let _ = write!(path, "V{}H{}", y(*upper), x(place + 1));
            }
            for (place, (lower, _)) in (first..last).zip(&edges).rev() {
                let _ = write!(path, "V{}H{}", y(*lower), x(place));
            }
            path.push('Z');
        }
        start += run.len() + 1;
    }
    path
}

fn tenths(number: u64) -> String {
    match (number / 10, number % 10) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use innkeeper_store::adoption::Counts;

    use super::*;

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn day(ago: u64, strong: i64, basic: i64, nothing: i64) -> Day {
        Day {
            day: today().checked_sub_days(Days::new(ago)).unwrap(),
            counts: Counts {
                strong,
                basic,
                nothing,
                ..Counts::default()
            },
        }
    }

    fn drawn(history: &[Day], days: u32) -> AdoptionChart {
        chart(history, today(), days, |days| format!("?days={days}"))
    }

    fn areas(chart: &AdoptionChart) -> Vec<(&str, &str)> {
        let areas = chart.areas.iter();
        areas
            .map(|area| (area.level.as_str(), area.path.as_str()))
            .collect()
    }

    #[test]
    fn each_day_is_a_column_of_shares() {
        let chart = drawn(&[day(1, 1, 1, 2), day(0, 2, 0, 2)], 2);
        assert_eq!(
            areas(&chart),
            [
                ("strong", "M0 200V150H500V100H1000V200H500V200H0Z"),
                ("basic", "M0 150V100H500V100H1000V100H500V150H0Z"),
                ("without", "M0 100V0H500V0H1000V100H500V100H0Z"),
            ]
        );
        assert_eq!(chart.missing, 0);
        assert_eq!(chart.rows.first().map(|row| row.strong_percent), Some(50));
    }

    #[test]
    fn days_that_were_not_counted_are_gaps() {
        let chart = drawn(&[day(3, 1, 0, 0), day(0, 1, 0, 0)], 4);
        assert_eq!(
            areas(&chart),
            [("strong", "M0 200V0H250V200H0ZM750 200V0H1000V200H750Z")]
        );
        assert_eq!(chart.missing, 2);
        assert_eq!((chart.from, chart.to), (day(3, 0, 0, 0).day, today()));
    }

    #[test]
    fn days_outside_and_days_without_people_have_no_column() {
        let chart = drawn(&[day(9, 1, 0, 0), day(1, 0, 0, 0)], 4);
        assert!(chart.areas.is_empty());
        assert_eq!((chart.rows.len(), chart.missing), (1, 3));
        assert!(drawn(&[], 365).areas.is_empty());
    }

    #[test]
    fn nothing_is_drawn_outside_of_the_picture() {
        let days: Vec<Day> = (0..365_i64)
            .map(|ago| {
                day(
                    u64::try_from(364 - ago).unwrap(),
                    ago,
                    7 * ago % 11,
                    365 - ago,
                )
            })
            .collect();
        for area in drawn(&days, 365).areas {
            let numbers = area.path.split(|c: char| !c.is_ascii_digit() && c != '.');
            for number in numbers.filter(|number| !number.is_empty()) {
                let number: f64 = number.parse().unwrap();
                assert!((0.0..=1000.0).contains(&number), "{number}");
            }
            assert!(area.path.len() < 20_000, "{} is long", area.level);
        }
    }
}
