//! Tests of settings.

use std::collections::BTreeSet;
use std::time::Duration;

use innkeeper_identity::principal::PrincipalKind;

use super::*;

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("innkeeper.toml");
    std::fs::write(&file, text).unwrap();
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let sources = Sources {
        file: Some(file),
        environment,
        flags: Vec::new(),
    };
    Config::load(&sources).map_err(|error| error.to_string())
}

fn refusal(text: &str, environment: &[(&str, &str)]) -> String {
    load(text, environment)
        .err()
        .expect("these settings are wrong")
}

#[test]
fn nothing_needs_to_be_set() {
    let config = Config::load(&Sources::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(config.server.base_url.origin(), "http://localhost:8080");
    assert_eq!(
        config.database.url.sqlite_path(),
        Some("data/innkeeper.db".into())
    );
    assert_eq!(config.keys.path, PathBuf::from("data/keys.json"));
    assert!(config.mail.smtp().is_none());
    assert_eq!(config.mail.from.to_string(), "noreply@localhost");
}

#[test]
fn the_sections_read_every_key_of_their_tables() {
    let values = Values::gather(&Sources::default()).unwrap_or_else(|error| panic!("{error}"));
    let read = || -> Result<(), ConfigError> {
        Server::read(&values)?;
        Database::read(&values)?;
        Keys::read(&values)?;
        Mail::read(&values, "localhost")?;
        Log::read(&values)?;
        Security::read(&values)?;
        Jobs::read(&values)?;
        Theme::read(&values)?;
        Brand::read(&values)?;
        YubiKey::read(&values)?;
        Plugins::read(&values)?;
        Sms::read(&values)?;
        Ok(())
    };
    read().unwrap_or_else(|error| panic!("{error}"));
    let listed: BTreeSet<_> = reference::keys().map(|key| key.name.to_owned()).collect();
    assert_eq!(*values.read.borrow(), listed);
}

#[test]
fn the_reference_is_itself_a_configuration() {
    let text = reference();
    load(&text, &[]).unwrap_or_else(|error| panic!("{error}"));
    for key in reference::keys() {
        assert!(
            text.contains(key.meaning.lines().next().unwrap()),
            "{}",
            key.name
        );
        assert!(
            text.contains(&environment::variable(key.name)),
            "{}",
            key.name
        );
    }
}

#[test]
fn the_environment_overrides_the_file_and_a_flag_overrides_both() {
    let config = load(
        "[jobs]\nworkers = 1\n",
        &[("INNKEEPER__JOBS__WORKERS", "7")],
    )
    .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(config.jobs.workers, 7);
    let sources = Sources {
        environment: vec![(
            "INNKEEPER__SERVER__LISTEN".to_owned(),
            "127.0.0.1:1".to_owned(),
        )],
        ..Sources::default()
    };
    let config = Config::load(&sources.with("server.listen", "127.0.0.1:2"))
        .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(config.server.listen.port(), 2);
}

#[test]
fn lists_and_numbers_and_times_can_come_from_the_environment() {
    let config = load(
        "",
        &[
            (
                "INNKEEPER__SERVER__TRUSTED_PROXIES",
                "10.0.0.0/8, 192.0.2.1",
            ),
            ("INNKEEPER__SECURITY__SESSION_IDLE", "15m"),
            ("INNKEEPER__DATABASE__MIGRATE", "false"),
        ],
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let proxies: Vec<_> = config
        .server
        .trusted_proxies
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(proxies, ["10.0.0.0/8", "192.0.2.1/32"]);
    assert_eq!(
        config.security.lifetimes(PrincipalKind::User).idle,
        chrono::TimeDelta::minutes(15)
    );
    assert!(!config.database.migrate);
}

#[test]
fn an_unknown_key_is_an_error_that_names_its_line_and_the_key_meant() {
    let text = refusal("[mail]\nfrom = \"a@b.example\"\ntransprt = \"smtp\"\n", &[]);
    assert!(
        text.contains("innkeeper.toml, line 3: there is no setting `mail.transprt`"),
        "{text}"
    );
    assert!(text.contains("Did you mean `mail.transport`?"), "{text}");
}

#[test]
fn an_unknown_variable_is_an_error_too() {
    let text = refusal("", &[("INNKEEPER__MIAL__HOST", "x")]);
    assert!(
        text.contains("environment variable INNKEEPER__MIAL__HOST"),
        "{text}"
    );
    assert!(
        text.contains("Did you mean INNKEEPER__MAIL__HOST?"),
        "{text}"
    );
}

#[test]
fn a_key_outside_its_section_is_recognised() {
    let text = refusal("listen = \"0.0.0.0:80\"\n", &[]);
    assert!(
        text.contains("line 1: there is no setting `listen`. Did you mean `server.listen`?"),
        "{text}"
    );
    assert!(refusal("[srever]\n", &[]).contains("there is no setting `srever`"));
}

#[test]
fn several_unknown_keys_are_told_at_once() {
    let text = refusal("[mail]\nhots = \"a\"\n[jobs]\nwroker = 1\n", &[]);
    assert!(
        text.contains("mail.host") && text.contains("jobs.workers"),
        "{text}"
    );
}

#[test]
fn a_wrong_value_says_what_to_write() {
    let cases = [
        (
            "[server]\nlisten = \"8080\"",
            "line 2: `server.listen` is \"8080\", but it takes an address and a port",
        ),
        (
            "[server]\nlisten = 8080",
            "`server.listen` takes a text in quotes",
        ),
        (
            "[jobs]\nworkers = 1000",
            "`jobs.workers` takes a whole number from 0 to 64",
        ),
        (
            "[jobs]\nworkers = \"2\"",
            "`jobs.workers` takes a whole number",
        ),
        (
            "[jobs]\npoll = \"5 parsecs\"",
            "`jobs.poll` takes a time from 100ms to 1h",
        ),
        (
            "[mail]\ntransport = \"pigeon\"",
            "takes one of \"caught\", \"smtp\"",
        ),
        (
            "[mail]\nfrom = \"nobody\"",
            "`mail.from` is \"nobody\", but it takes an e-mail address",
        ),
        (
            "[mail]\nusername = \"u\"",
            "mail.password and mail.password_file are not",
        ),
        (
            "[server]\ntrusted_proxies = [\"everyone\"]",
            "neither an address nor a network",
        ),
        ("[security]\nargon2_memory_kib = 1024", "from 19456"),
        ("[log]\nlevel = \"a=b=c\"", "is no filter"),
        (
            "[database]\nurl = \"mysql://root:hunter2@db\"",
            "takes sqlite:PATH or postgres://",
        ),
        ("[server\n", "line 1: not valid TOML"),
    ];
    for (text, expected) in cases {
        let refusal = refusal(text, &[]);
        assert!(refusal.contains(expected), "{refusal}");
        assert!(!refusal.contains("hunter2"), "{refusal}");
    }
}

#[test]
fn plain_http_is_for_this_machine_unless_the_operator_insists() {
    let text = refusal("[server]\nbase_url = \"http://panel.example.com\"", &[]);
    assert!(
        text.contains("without https") && text.contains("server.allow_insecure"),
        "{text}"
    );
    for url in [
        "https://panel.example.com",
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://[::1]:8080",
    ] {
        load(&format!("[server]\nbase_url = \"{url}\""), &[])
            .unwrap_or_else(|error| panic!("{url}: {error}"));
    }
    let insisted = "[server]\nbase_url = \"http://panel.internal\"\nallow_insecure = true";
    assert!(
        !load(insisted, &[])
            .unwrap_or_else(|error| panic!("{error}"))
            .server
            .base_url
            .is_secure()
    );
    assert!(
        refusal("[server]\nbase_url = \"https://example.com/panel\"", &[])
            .contains("host name of its own")
    );
}

#[test]
fn a_secret_can_come_from_a_file_but_not_from_both() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("password");
    std::fs::write(&path, "hunter2\n").unwrap();
    let path = path.to_str().unwrap();
    let file =
        format!("[mail]\ntransport = \"smtp\"\nusername = \"u\"\npassword_file = \"{path}\"\n");
    let config = load(&file, &[]).unwrap_or_else(|error| panic!("{error}"));
    let smtp = config.mail.smtp().unwrap();
    assert_eq!(smtp.credentials.as_ref().unwrap().1.text(), Some("hunter2"));
    assert_eq!(smtp.port, 587);

    let both = refusal(&file, &[("INNKEEPER__MAIL__PASSWORD", "other")]);
    assert!(both.contains("keep one of the two"), "{both}");
    let missing = refusal("[database]\nurl_file = \"/nowhere/at/all\"\n", &[]);
    assert!(
        missing.contains("/nowhere/at/all, which cannot be read"),
        "{missing}"
    );
}

#[test]
fn r187_a_database_address_is_shown_without_its_password() {
    let config = load(
        "[database]\nurl = \"postgres://inn:hunter2@db/inn?password=hunter2\"",
        &[],
    );
    let config = config.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(config.database.url.shown(), "postgres://inn:hidden@db/inn");
    assert!(config.database.url.expose().contains("hunter2"));
}

const API_KEY: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQ=";

fn yubikey(rest: &str) -> String {
    format!("[yubikey]\nclient_id = \"87\"\napi_key = \"{API_KEY}\"\n{rest}\n")
}

#[test]
fn hardware_keys_are_there_once_id_and_key_are_set() {
    assert!(load("", &[]).unwrap().yubikey.is_none());
    let config = load(&yubikey(""), &[]).unwrap().yubikey.unwrap();
    assert_eq!(config.server_list(), innkeeper_yubikey::YUBICO);
    assert!(!config.allow_private && config.sync_level.is_none());
    for half in [
        "client_id = \"87\"".to_owned(),
        format!("api_key = \"{API_KEY}\""),
    ] {
        let refusal = refusal(&format!("[yubikey]\n{half}"), &[]);
        assert!(
            refusal.contains("line 2") && refusal.contains("not"),
            "{refusal}"
        );
    }
}

#[test]
fn r101_a_validation_server_without_https_is_this_machine_or_refused() {
    let with = |servers: &str| yubikey(&format!("servers = [{servers}]"));
    for local in [
        "http://127.0.0.1:8088/verify",
        "http://[::1]/v",
        "http://localhost:1/v",
    ] {
        assert!(load(&with(&format!("\"{local}\"")), &[]).is_ok(), "{local}");
    }
    let refused = refusal(
        &with("\"https://a.example/v\", \"http://b.example/v\""),
        &[],
    );
    assert!(
        refused.contains("line 4") && refused.contains("http://b.example/v"),
        "{refused}"
    );
    assert!(refused.contains("Use https"), "{refused}");
    for wrong in [
        "",
        "\"api.yubico.com\"",
        "\"ftp://a.example/v\"",
        "\"https://user@a.example/v\"",
        "\"https://a.example/v?id=1\"",
        "\"http://10.0.0.1/v\"",
        "\"http://localhost.example/v\"",
    ] {
        assert!(refusal(&with(wrong), &[]).contains("`yubikey.servers`"));
    }
}

#[test]
fn settings_of_hardware_keys_that_mean_nothing_are_refused_and_the_key_is_not_repeated() {
    for level in ["0", "101", "quick"] {
        let refusal = refusal(&yubikey(&format!("sync_level = \"{level}\"")), &[]);
        assert!(refusal.contains("yubikey.sync_level"), "{refusal}");
    }
    let letters = "[yubikey]\nclient_id = \"me\"\napi_key = \"AQID\"";
    assert!(refusal(letters, &[]).contains("takes a number"));
    let no_base = "[yubikey]\nclient_id = \"87\"\napi_key = \"hunter2\"";
    let refused = refusal(no_base, &[]);
    assert!(refused.contains("base 64") && !refused.contains("hunter2"));
}

#[test]
fn r116_models_are_aaguids_and_roots_are_certificates() {
    const MODEL: &str = "fa2b99dc-9e39-4257-8f92-4a30d23c4118";
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
    let (roots, empty) = (file("roots.pem", pem), file("empty.pem", ""));
    let with = |models: &str, roots: &str| {
        format!(
            "[security]\nstaff_passkey_models = [{models}]\nstaff_passkey_roots = \"{roots}\"\n"
        )
    };
    let one = format!("\"{MODEL}\"");
    let security = load(&with(&one, &roots), &[]).unwrap().security;
    assert_eq!(security.staff_passkey_models[0].to_string(), MODEL);
    assert_eq!(security.staff_passkey_roots.as_deref(), Some(pem));
    let nil = "\"00000000-0000-0000-0000-000000000000\"";
    for (models, roots, why) in [
        ("\"YubiKey 5\"", "", "takes AAGUIDs such as"),
        (nil, "", "takes no AAGUID of zeros"),
        ("", &*roots, "staff_passkey_models is not"),
        (&*one, "/nowhere/roots.pem", "cannot be read"),
        (&*one, &*empty, "has no certificate"),
    ] {
        let refusal = refusal(&with(models, roots), &[]);
        assert!(refusal.contains(why), "{refusal}");
    }
}

#[test]
fn servers_of_ones_own_network_have_names_and_addresses() {
    let with = |server: &str| format!("[plugins]\nprivate_servers = [\"{server}\"]");
    let config = load(&with("sms.internal.example=http://127.0.0.1:13013"), &[]).unwrap();
    let [server] = &config.plugins.private_servers[..] else {
        panic!("one server")
    };
    assert!(server.name.matches("sms.internal.example", 443));
    assert_eq!(server.at.port(), Some(13013));
    for wrong in [
        "sms.internal.example",
        "=http://127.0.0.1",
        "a.example.org=http://10.0.0.1",
        "localhost=http://127.0.0.1",
    ] {
        assert!(
            refusal(&with(wrong), &[]).contains("plugins.private_servers"),
            "{wrong}"
        );
    }
}

#[test]
fn r85_countries_are_written_by_their_codes() {
    assert!(load("", &[]).unwrap().sms.countries.is_empty());
    let config = load("[sms]\ncountries = [\"DE\", \"AT\"]", &[]).unwrap();
    assert_eq!(config.sms.countries.len(), 2);
    for wrong in ["Germany", "de", "ZZ", "+49"] {
        let refusal = refusal(&format!("[sms]\ncountries = [\"{wrong}\"]"), &[]);
        assert!(refusal.contains("sms.countries"), "{refusal}");
    }
}

#[test]
fn what_a_call_of_a_plugin_may_take_is_as_configured() {
    let usual = load("", &[]).unwrap().plugins;
    assert_eq!(usual.call, innkeeper_wasm::Limits::default());
    assert_eq!(usual.http_answer, 2 << 20);

    let text = "[plugins]\ncpu = \"2s\"\ntime = \"20s\"\nmemory = 100\nanswer = \"70ms\"\nexchange = 3\nlog_lines = 4\n\
                log_line = 5\nhttp_requests = 6\nhttp_body = 7\nhttp_answer = 8\nmessages = 9\nhashes = 10\n\
                signatures = 11\nstore_uses = 12\nstore_value = 13";
    let plugins = load(text, &[]).unwrap().plugins;
    assert_eq!(plugins.http_answer, 8 << 10);
    let set = innkeeper_wasm::Limits {
        cpu: Duration::from_secs(2),
        wall: Duration::from_secs(20),
        answer: Duration::from_millis(70),
        memory: 100 << 20,
        exchange: 3 << 10,
        log_lines: 4,
        log_line: 5 << 10,
        http_requests: 6,
        http_body: 7 << 10,
        messages: 9,
        hashes: 10,
        signatures: 11,
        store_uses: 12,
        store_value: 13 << 10,
        ..innkeeper_wasm::Limits::default()
    };
    assert_eq!(plugins.call, set);

    let much = innkeeper_package::manifest::Limits {
        cpu: Some(Duration::from_secs(5)),
        time: Some(Duration::from_secs(5)),
        memory: None,
    };
    let granted = plugins.limits(&much);
    assert_eq!(granted.cpu, set.cpu, "no more than there is");
    assert_eq!(granted.wall, Duration::from_secs(5), "what was asked for");
    assert_eq!(granted.memory, set.memory);
    assert_eq!(granted.store_uses, 12);
    assert!(refusal("[plugins]\nlog_lines = -1", &[]).contains("plugins.log_lines"));
}
