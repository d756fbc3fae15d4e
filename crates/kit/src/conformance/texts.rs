//! What a plugin says, against its locale files.

use std::collections::{BTreeMap, BTreeSet};

use innkeeper_module::testing::locales;

use super::Verdict;

type Arguments = BTreeSet<String>;

/// That each language has each text that was heard, with just the arguments that it brings, and that there is English.
pub(super) fn check(
    files: &BTreeMap<String, String>,
    heard: &BTreeMap<String, Arguments>,
) -> Verdict {
    if !files.contains_key("en") {
        return Err("there is no locales/en.ftl".into());
    }
    for (language, file) in files {
        let file =
            locales::messages(file).map_err(|why| format!("locales/{language}.ftl: {why}"))?;
        for (key, arguments) in heard {
            let Some(named) = file.get(key.as_str()) else {
                return Err(format!("locales/{language}.ftl lacks `{key}`"));
            };
            let arguments: BTreeSet<&str> = arguments.iter().map(String::as_str).collect();
            if *named != arguments {
                return Err(format!(
                    "`{key}` in locales/{language}.ftl names {named:?}, and the plugin brings {arguments:?}"
                ));
            }
        }
    }
    Ok(())
}
