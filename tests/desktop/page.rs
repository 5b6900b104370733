//! The page inside the real window, seen and used as a person would.
//!
//! Owns the way through WebKit's own driver: elements are found by role and name, clicked and typed into. Refuses to
//! call the program behind the page, but for what a hostile page would try.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use haul_testkit::eventually;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::program::Program;

/// The key under which a driver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Finds what can be seen and is called by this name, of a role that a browser gives elements.
const FIND: &str = r#"
    const [role, name] = arguments;
    const tags = {
      button: "button, [role=button]", textbox: "textarea, input, [role=textbox]",
      dialog: "dialog, [role=dialog]", progressbar: "[role=progressbar]", row: "[role=row][data-task-id]",
    };
    const text = (element) => element.textContent.replace(/\s+/g, " ").trim();
    const called = (element) => {
      const by = element.getAttribute("aria-labelledby");
      if (by) return by.split(" ").map((id) => text(document.getElementById(id))).join(" ");
      return element.getAttribute("aria-label") ?? (element.labels?.length ? text(element.labels[0]) : text(element));
    };
    const seen = (element) => element.getClientRects().length > 0;
    const exact = role === "row" ? (called) => called.includes(name) : (called) => called === name;
    return [...document.querySelectorAll(tags[role])].find((it) => seen(it) && exact(called(it))) ?? null;
"#;

/// The page, and the driver it is reached through.
pub(crate) struct Page {
    port: u16,
    session: String,
    _driver: Program,
}

/// Something on the page.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Button,
    Textbox,
    Dialog,
    Progressbar,
    Row,
}

impl Page {
    /// Starts the window through the driver.
    pub(crate) fn open(desk: &Desk) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut driver = desk.command("WebKitWebDriver");
        driver.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let mut page = Self { port, session: String::new(), _driver: Program::start(driver)? };
        eventually("the driver listens", || TcpStream::connect(("127.0.0.1", port)).ok())?;
        let built = std::env::var("HAUL_DESKTOP_BIN").context("HAUL_DESKTOP_BIN does not name the built window")?;
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": built, "args": [] } });
        let session = page.ask("POST", "/session", &json!({ "capabilities": { "alwaysMatch": wanted } }))?;
        let id = session["sessionId"].as_str().context("the driver opens no session")?;
        page.session = format!("/session/{id}");
        Ok(page)
    }

    /// Turns to the page of a window that was closed and is there again.
    pub(crate) fn follow_new_window(&self) -> Result<()> {
        eventually("the driver sees the new window", || {
            let handles = self.get("/window/handles").ok()?;
            let newest = handles.as_array()?.last()?.clone();
            self.post("/window", &json!({ "handle": newest })).ok()
        })?;
        Ok(())
    }

    /// Waits until something is there.
    pub(crate) fn sees(&self, role: Role, name: &str) -> Result<String> {
        eventually(&format!("the page shows the {role:?} {name:?}"), || self.find(role, name).ok().flatten())
    }

    /// Waits until it has gone.
    pub(crate) fn misses(&self, role: Role, name: &str) -> Result<()> {
        eventually(&format!("the {role:?} {name:?} goes"), || matches!(self.find(role, name), Ok(None)).then_some(()))
    }

    /// Clicks on it when it is there.
    pub(crate) fn click(&self, role: Role, name: &str) -> Result<()> {
        let element = self.sees(role, name)?;
        self.post(&format!("/element/{element}/click"), &json!({})).map(drop)
    }

    /// Types into it.
    pub(crate) fn type_into(&self, name: &str, text: &str) -> Result<()> {
        let element = self.sees(Role::Textbox, name)?;
        self.post(&format!("/element/{element}/value"), &json!({ "text": text })).map(drop)
    }

    /// What stands in a field.
    pub(crate) fn value_of(&self, name: &str) -> Result<String> {
        let element = self.sees(Role::Textbox, name)?;
        let value = self.get(&format!("/element/{element}/property/value"))?;
        Ok(value.as_str().context("a field has no text")?.to_owned())
    }

    /// Waits until an attribute of something is as wanted.
    pub(crate) fn attribute(&self, role: Role, name: &str, key: &str, wanted: impl Fn(&str) -> bool) -> Result<()> {
        eventually(&format!("{key} of the {role:?} {name:?} is as wanted"), || {
            let element = self.find(role, name).ok()??;
            let value = self.get(&format!("/element/{element}/attribute/{key}")).ok()?;
            wanted(value.as_str()?).then_some(())
        })
    }

    /// Runs a script in the page, and gives what its promise gives, as text.
    pub(crate) fn run(&self, script: &str) -> Result<String> {
        let whole = format!(
            "const done = arguments[0]; (async () => {{ {script} }})()\
             .then((it) => done(String(it)), (error) => done('refused: ' + (error?.message ?? error)))"
        );
        let value = self.post("/execute/async", &json!({ "script": whole, "args": [] }))?;
        Ok(value.as_str().context("the script gives no text")?.to_owned())
    }

    fn find(&self, role: Role, name: &str) -> Result<Option<String>> {
        let word = format!("{role:?}").to_ascii_lowercase();
        let found = self.post("/execute/sync", &json!({ "script": FIND, "args": [word, name] }))?;
        Ok(found[ELEMENT].as_str().map(str::to_owned))
    }

    fn get(&self, path: &str) -> Result<Value> {
        self.ask("GET", &format!("{}{path}", self.session), &Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask("POST", &format!("{}{path}", self.session), body)
    }

    /// One exchange with the driver, on a connection of its own.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).context("the driver has gone")?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            self.port
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).with_context(|| format!("the driver does not answer {method} {path}"))?;
        let (head, body) = answer.split_once("\r\n\r\n").context("the driver's answer is cut off")?;
        let value: Value = serde_json::from_str(body).with_context(|| format!("no JSON in {body:?}"))?;
        if !head.starts_with("HTTP/1.1 200") {
            bail!("{method} {path}: {value}");
        }
        Ok(value["value"].clone())
    }
}
