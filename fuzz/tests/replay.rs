//! Every seed through its target. The name of a seed says what becomes of it, `accepted-…` or `refused-…`;
//! one that once broke a target says in the rest of its name what it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use innkeeper_fuzz::{Outcome, TARGETS};

fn seeds(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    let entries = fs::read_dir(&folder).expect("every target has a folder of seeds");
    let paths = entries.map(|entry| entry.expect("a folder that is read").path());
    paths.collect()
}

#[test]
fn every_seed_comes_to_what_its_name_says() {
    let mut wrong = Vec::new();
    for target in TARGETS {
        (target.run)(b"");
        for seed in seeds(target.name) {
            let name = seed.file_name().unwrap().to_string_lossy().into_owned();
            let expected = match name.split('-').next() {
                Some("accepted") => Outcome::Accepted,
                Some("refused") => Outcome::Refused,
                _ => panic!("{}/{name} begins with neither word", target.name),
            };
            let outcome = (target.run)(&fs::read(&seed).unwrap());
            if outcome != expected {
                wrong.push(format!("{}/{name} was {outcome:?}", target.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_target_has_seeds_of_both_kinds() {
    for target in TARGETS {
        let kinds: BTreeSet<bool> = seeds(target.name)
            .iter()
            .map(|seed| {
                seed.file_name()
                    .unwrap()
                    .to_string_lossy()
                    .starts_with("accepted-")
            })
            .collect();
        assert_eq!(
            kinds.len(),
            2,
            "{} turns all its seeds away, or none",
            target.name
        );
    }
}
