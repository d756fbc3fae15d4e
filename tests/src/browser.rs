//! A real browser, each time with nothing in it. Controls are found as people who listen to a page find them: by
//! role and accessible name, as the browser itself computes them.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use http::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::command::{Command as DriverCommand, ExtensionCommand};
use thirtyfour::{By, Key, WebDriver, WebElement};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::program::Program;
use crate::surroundings;

/// More browsers at a time only take turns on a small machine, and then time out.
static BROWSERS: Semaphore = Semaphore::const_new(2);

/// How long a test may wait until others have given back their browsers.
const TURN: Duration = Duration::from_mins(15);

/// How long a page may take to show what a test looks for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until colours are no more on their way, for half a second at most.
const SETTLE: &str = "
    const [done] = arguments;
    const look = (frames) => {
        const moving = document.getAnimations().some((animation) => animation.playState === 'running');
        if (frames > 0 && (moving || frames > 27)) requestAnimationFrame(() => look(frames - 1));
        else done();
    };
    look(30);
";

/// No first-run pages, and no word to anybody outside.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// What the person in front of the browser has set up.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// The languages they read, most wanted first, as in `Accept-Language`.
    pub languages: &'static str,
    /// Width and height of the window.
    pub size: (u32, u32),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scripts: true,
            languages: "en",
            size: (1280, 1000),
        }
    }
}

/// Light or dark, as set in the system of the person.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ColourScheme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// What a control is to someone who does not see it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// Something that does something.
    Button,
    /// Something that leads somewhere.
    Link,
    /// A field to type into; passwords have no role of their own and count here.
    Field,
    /// A box to tick.
    Checkbox,
    /// One of several choices.
    Radio,
    /// A list to choose from.
    List,
    /// A heading of any level.
    Heading,
}

impl Role {
    /// Elements that may have the role; the browser says which do.
    const fn candidates(self) -> &'static str {
        match self {
            Self::Button => {
                "button, input[type=submit], input[type=button], summary, [role=button]"
            }
            Self::Link => "a[href], [role=link]",
            Self::Field => "input, textarea, [role=textbox]",
            Self::Checkbox => "input[type=checkbox], [role=checkbox], [role=switch]",
            Self::Radio => "input[type=radio], [role=radio]",
            Self::List => "select, [role=combobox], [role=listbox]",
            Self::Heading => "h1, h2, h3, h4, h5, h6, [role=heading]",
        }
    }

    fn is(self, computed: &str) -> bool {
        match self {
            Self::Button => ["button", "DisclosureTriangle"].contains(&computed),
            Self::Link => computed == "link",
            // Password fields and some special ones have roles that WAI-ARIA does not know.
            Self::Field => !["checkbox", "radio", "button", "none", "switch"].contains(&computed),
            Self::Checkbox => ["checkbox", "switch"].contains(&computed),
            Self::Radio => computed == "radio",
            Self::List => ["combobox", "listbox", "menu"].contains(&computed),
            Self::Heading => computed == "heading",
        }
    }
}

/// A browser with one window. It can do all that a [`WebDriver`] can; dropping it closes it.
pub struct Browser {
    // Gone only while the browser is being dropped.
    driver: Option<WebDriver>,
    // In the order in which they end.
    _program: Program,
    files: TempDir,
    _permit: SemaphorePermit<'static>,
}

impl Browser {
    /// Starts a browser with the usual settings; nothing if the developer chose to go without browsers.
    ///
    /// # Panics
    /// If there is no browser and nobody said to go without.
    pub async fn start() -> Option<Self> {
        let [browser] = Self::start_all([Settings::default()]).await?;
        Some(browser)
    }

    /// Starts two browsers with the usual settings, for people who meet; nothing if the developer chose to go
    /// without browsers.
    ///
    /// # Panics
    /// If there is no browser and nobody said to go without.
    pub async fn start_two() -> Option<[Self; 2]> {
        Self::start_all([Settings::default(); 2]).await
    }

    /// Starts a browser for each of the settings; nothing if the developer chose to go without browsers. A test
    /// gets all it needs here at once: two that each hold one and wait for another would wait for ever.
    ///
    /// # Panics
    /// If there is no browser and nobody said to go without, or as many never come free.
    pub async fn start_all<const N: usize>(settings: [Settings; N]) -> Option<[Self; N]> {
        if surroundings::is_without_browser() {
            return None;
        }
        let count = u32::try_from(N).expect("a handful");
        let permits = tokio::time::timeout(TURN, BROWSERS.acquire_many(count)).await;
        let mut permits = permits
            .expect("the tests before give their browsers back in time")
            .expect("nobody closes the semaphore");
        let mut started = Vec::new();
        for one in settings {
            let permit = permits.split(1).expect("there is one for each");
            let browser = Self::try_start(one, permit).await;
            started.push(
                browser.expect("Chromium and its driver start; `cargo xtask test` installs them"),
            );
        }
        started.try_into().ok()
    }

    async fn try_start(
        settings: Settings,
        permit: SemaphorePermit<'static>,
    ) -> anyhow::Result<Self> {
        let files = tempfile::tempdir()?;
        for folder in ["profile", "downloads"] {
            std::fs::create_dir(files.path().join(folder))?;
        }
        // Programs are slow to start; the tests of other threads need not wait for it.
        let program = tokio::task::spawn_blocking(|| {
            let program = Program::start(Command::new("chromedriver").arg("--port=0"))?;
            let port: u16 = program.wait_for(|line| {
                line.split_once("successfully on port ")?
                    .1
                    .trim_end_matches('.')
                    .parse()
                    .ok()
            })?;
            anyhow::Ok((program, port))
        });
        let (program, port) = program.await??;
        let address = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(address, capabilities(settings, files.path())?).await?;
        Ok(Self {
            driver: Some(driver),
            _program: program,
            files,
            _permit: permit,
        })
    }

    /// The folder where downloads go.
    pub fn downloads(&self) -> PathBuf {
        self.files.path().join("downloads")
    }

    /// The first file downloaded under that name, as soon as it is whole.
    pub async fn downloaded(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.downloads().join(name);
        // Chromium writes under another name and renames.
        eventually(async || path.is_file().then_some(()).context("it is not there")).await?;
        Ok(std::fs::read(path)?)
    }

    /// The control with this role and name, as soon as it is there.
    pub async fn find_by_role(&self, role: Role, name: &str) -> anyhow::Result<WebElement> {
        let found = eventually(async || {
            let mut names = Vec::new();
            for (element, label) in self.list_by_role(role).await? {
                if label == name {
                    return Ok(element);
                }
                names.push(label);
            }
            bail!("there are {names:?}")
        });
        let place = self.current_url().await?;
        found
            .await
            .with_context(|| format!("no {role:?} with the name {name:?} on {place}"))
    }

    /// All controls of a role that are shown, with their names.
    pub async fn list_by_role(&self, role: Role) -> anyhow::Result<Vec<(WebElement, String)>> {
        let mut found = Vec::new();
        for element in self.find_all(By::Css(role.candidates())).await? {
            if element.is_displayed().await? && role.is(&self.computed(&element, "role").await?) {
                let name = self.computed(&element, "label").await?;
                found.push((element, name));
            }
        }
        Ok(found)
    }

    /// Presses the button of that name.
    pub async fn press(&self, name: &str) -> anyhow::Result<()> {
        self.click(&self.find_by_role(Role::Button, name).await?)
            .await
    }

    /// Follows the link of that name.
    pub async fn follow(&self, name: &str) -> anyhow::Result<()> {
        self.click(&self.find_by_role(Role::Link, name).await?)
            .await
    }

    /// Clicks where nothing is in the way; a page that still moves may put something there for a moment.
    /// Where something stays in the way, the keyboard does it, as it must for people too.
    pub async fn click(&self, element: &WebElement) -> anyhow::Result<()> {
        element.scroll_into_view().await?;
        for _ in 0..10 {
            match element.click().await {
                Err(error) if error.to_string().contains("intercepted") => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                result => return Ok(result?),
            }
        }
        let key = match element.tag_name().await?.as_str() {
            "a" => Key::Enter,
            _ => Key::Space,
        };
        Ok(element.send_keys(key + "").await?)
    }

    /// Types into the field of that name, over what was there.
    pub async fn fill(&self, name: &str, text: &str) -> anyhow::Result<()> {
        let field = self.find_by_role(Role::Field, name).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Waits until the visible text of the page contains this.
    pub async fn wait_for_text(&self, text: &str) -> anyhow::Result<()> {
        eventually(async || {
            let seen = self.find(By::Tag("body")).await?.text().await?;
            anyhow::ensure!(seen.contains(text), "it says:\n{seen}");
            Ok(())
        })
        .await
        .with_context(|| format!("the page does not say {text:?}"))
    }

    /// Sets the colour scheme that pages are asked for.
    pub async fn prefer(&self, scheme: ColourScheme) -> anyhow::Result<()> {
        let value = if scheme == ColourScheme::Dark {
            "dark"
        } else {
            "light"
        };
        // Without motion, so that nobody looks at colours that are half-way.
        let features = json!([
            { "name": "prefers-color-scheme", "value": value },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "media": "", "features": features }),
        )
        .await?;
        self.execute_async(SETTLE, Vec::new()).await?;
        Ok(())
    }

    /// Writes a picture of what the window shows.
    pub async fn picture(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.files.path().join(format!("{name}.png"));
        self.screenshot(&path).await?;
        Ok(path)
    }

    /// Sends a command of the protocol behind the browser's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> anyhow::Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        self.extension(Method::POST, "/goog/cdp/execute", Some(body))
            .await
    }

    /// Sends a [`WebDriver`] command that the library does not know; the path is that after the session's.
    pub async fn extension(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<Value> {
        let call = Call {
            method,
            path: path.into(),
            body,
        };
        let answer = self
            .cmd(DriverCommand::ExtensionCommand(Box::new(call)))
            .await?;
        Ok(answer.value_json()?)
    }

    async fn computed(&self, element: &WebElement, what: &str) -> anyhow::Result<String> {
        let path = format!("/element/{}/computed{what}", element.element_id());
        let value = self.extension(Method::GET, &path, None).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        self.driver.as_ref().expect("it is there until the drop")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Left to itself it would end the session over a connection that nobody serves any more, for two minutes.
        // The driver takes the browser along when it ends.
        if let Some(driver) = self.driver.take() {
            let _ = driver.leak();
        }
    }
}

#[derive(Debug)]
struct Call {
    method: Method,
    path: Arc<str>,
    body: Option<Value>,
}

impl ExtensionCommand for Call {
    fn parameters_json(&self) -> Option<Value> {
        self.body.clone()
    }

    fn method(&self) -> Method {
        self.method.clone()
    }

    fn endpoint(&self) -> Arc<str> {
        Arc::clone(&self.path)
    }
}

fn capabilities(settings: Settings, files: &Path) -> anyhow::Result<thirtyfour::Capabilities> {
    let (width, height) = settings.size;
    let mut flags: Vec<String> = FLAGS.map(str::to_owned).into();
    flags.push(format!("--window-size={width},{height}"));
    flags.push(format!(
        "--user-data-dir={}",
        files.join("profile").display()
    ));
    // Chromium's numbers for yes and no.
    let scripts = if settings.scripts { 1 } else { 2 };
    let preferences = json!({
        "profile.managed_default_content_settings.javascript": scripts,
        "intl.accept_languages": settings.languages,
        "download.default_directory": files.join("downloads"),
        "download.prompt_for_download": false,
        "credentials_enable_service": false,
    });
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": flags, "prefs": preferences },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    Ok(serde_json::from_value(capabilities)?)
}

/// Tries again until it works or nobody would wait any longer; a page may change under every step of a look.
async fn eventually<T>(look: impl AsyncFn() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let began = tokio::time::Instant::now();
    loop {
        match look().await {
            Err(_) if began.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            result => return result,
        }
    }
}
