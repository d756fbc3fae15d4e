//! The table: each figure beside the machine's own limit, and beside its goal.

use std::fmt;

/// A line of the table.
pub struct Line {
    /// What was measured.
    pub what: String,
    /// What came out.
    pub measured: String,
    /// What the machine could do at best, in the same run.
    pub limit: String,
    /// What to make of the two.
    pub verdict: Verdict,
}

/// How a figure stands to its goal.
pub enum Verdict {
    /// There is none; the figure is for whoever compares.
    Told(String),
    /// There is one.
    Goal {
        /// The figure that is held against it.
        figure: String,
        /// The goal in words.
        goal: &'static str,
        /// Whether it holds.
        met: bool,
    },
}

/// All lines, and what they were measured on.
pub struct Report {
    /// The machine.
    pub machine: String,
    /// The figures.
    pub lines: Vec<Line>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}\n", self.machine)?;
        let rows: Vec<[String; 5]> = self.lines.iter().map(row).collect();
        let head = [
            "figure",
            "measured",
            "the machine's limit",
            "comes to",
            "goal",
        ]
        .map(str::to_owned);
        let width = |column: usize| {
            let cells = rows.iter().chain([&head]).filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths = [0, 1, 2, 3, 4].map(width);
        let rule = widths.map(|width| "-".repeat(width));
        for row in [&head, &rule].into_iter().chain(&rows) {
            for (cell, width) in row.iter().zip(widths) {
                write!(f, "| {cell:width$} ")?;
            }
            writeln!(f, "|")?;
        }
        let missed = self
            .lines
            .iter()
            .filter(|line| matches!(line.verdict, Verdict::Goal { met: false, .. }))
            .count();
        match missed {
            0 => writeln!(f, "\nevery goal is met"),
            missed => writeln!(f, "\n{missed} goal(s) MISSED"),
        }
    }
}

fn row(line: &Line) -> [String; 5] {
    let (comes_to, goal) = match &line.verdict {
        Verdict::Told(figure) => (figure.clone(), "–".to_owned()),
        Verdict::Goal { figure, goal, met } => {
            let word = if *met { "met" } else { "MISSED" };
            (figure.clone(), format!("{goal}: {word}"))
        }
    };
    [
        line.what.clone(),
        line.measured.clone(),
        line.limit.clone(),
        comes_to,
        goal,
    ]
}
