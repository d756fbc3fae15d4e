//! House rules that no compiler holds: lengths of files, their opening words, and words that are not committed.

use innkeeper_tests::tree::{Source, sources};

const MOST_LINES: usize = 600;

/// Collects what `fault` says about each file and fails with all of it.
fn hold(is_concerned: impl Fn(&Source) -> bool, fault: impl Fn(&Source) -> Option<String>) {
    let sources = sources().unwrap();
    let concerned: Vec<&Source> = sources
        .iter()
        .filter(|source| is_concerned(source))
        .collect();
    assert!(concerned.len() > 10, "the walk found next to nothing");
    let faults: Vec<String> = concerned
        .into_iter()
        .filter_map(|source| Some(format!("{}: {}", source.path.display(), fault(source)?)))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The first line that has one of the words, with its number. Comments and strings count too.
fn find(source: &Source, words: &[String]) -> Option<String> {
    let mut lines = source.text.lines().enumerate();
    let (number, line) = lines.find(|(_, line)| words.iter().any(|word| line.contains(word)))?;
    Some(format!("line {}: {}", number + 1, line.trim()))
}

#[test]
fn no_source_file_is_longer_than_a_reader_can_hold() {
    hold(Source::is_rust, |source| {
        let lines = source.text.lines().count();
        (lines > MOST_LINES).then(|| format!("{lines} lines, {MOST_LINES} at most"))
    });
}

#[test]
fn every_source_file_opens_with_what_is_in_it() {
    hold(Source::is_rust, |source| {
        let opens = source
            .text
            .lines()
            .next()
            .is_some_and(|line| line.starts_with("//! ") && line.len() > 8);
        (!opens).then(|| "the first line is no `//!` sentence".to_owned())
    });
}

#[test]
fn nothing_is_left_to_do_later_or_to_look_away_from() {
    // Written in two halves, or this file would be the first to break the rule.
    let words = [
        ["todo", "!("],
        ["unimplemented", "!("],
        ["dbg", "!("],
        ["#[ig", "nore"],
    ];
    hold(Source::is_rust, |source| {
        find(source, &words.map(|halves| halves.concat()))
    });
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let words =
        [["#[all", "ow("], ["#![all", "ow("], ["all", "ow(clippy::"]].map(|halves| halves.concat());
    hold(Source::is_rust, |source| find(source, &words));
}

/// The workspace forbids it; this crate alone may not forbid it, for machine code is loaded there.
#[test]
fn machine_code_is_loaded_in_one_file_that_says_why_it_is_sound() {
    let excused = ["unsafe", "_code"].concat();
    hold(Source::is_rust, |source| {
        let is_loader = source.path.ends_with("crates/wasm/src/artifact.rs");
        if !is_loader {
            return find(source, std::slice::from_ref(&excused));
        }
        let blocks = source.text.matches("unsafe {").count();
        let reasons = source.text.matches("// SAFETY: ").count();
        (blocks != 1 || reasons != 1).then(|| format!("{blocks} blocks, {reasons} reasons"))
    });
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let words = [
        ["/wo", "rk/"],
        ["/ro", "ot/."],
        ["/ho", "me/"],
        ["/Us", "ers/"],
    ]
    .map(|halves| halves.concat());
    hold(
        |source| !source.is_vendored(),
        |source| find(source, &words),
    );
}

#[test]
fn no_module_is_a_drawer_for_everything() {
    hold(Source::is_rust, |source| {
        let stem = source.path.file_stem()?.to_str()?;
        ["utils", "util", "helpers", "helper", "common", "misc"]
            .contains(&stem)
            .then(|| "name what it is for".to_owned())
    });
}
