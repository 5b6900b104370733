//! `haul settings`: reading, changing, and taking along what a person can set.
//!
//! Owns the words of these commands. Refuses to check values: the host does. Rule kept here: what is applied at once is
//! answered one by one, and one that is refused stops none.

use std::path::{Path, PathBuf};

use haul_api::{Client, Configure, Nothing, Setting, SettingQuery, Settings};

use crate::args::SettingsAction;
use crate::exit::{Exit, WrongUsage};
use crate::output::Output;
use crate::{door, input};

pub(crate) async fn settings(home: Option<PathBuf>, action: SettingsAction, out: &Output) -> anyhow::Result<Exit> {
    let shown = match action {
        SettingsAction::Apply { items, file } => return apply(home, items, file.as_deref(), out).await,
        SettingsAction::Export => return export(home, out).await,
        SettingsAction::Set { key, value } => {
            door::ask(home, async |client| Ok(vec![client.set(Setting { key, value }).await?])).await?
        }
        SettingsAction::Get { key } => door::ask(home, async |client| read(&client, key).await).await?,
    };
    for setting in shown {
        if out.is_json() {
            out.value(&setting);
        } else {
            out.line(&format!("{} = {}", setting.key, setting.value));
        }
    }
    Ok(Exit::Done)
}

async fn apply(home: Option<PathBuf>, items: Vec<String>, file: Option<&Path>, out: &Output) -> anyhow::Result<Exit> {
    let mut request = file.map_or_else(|| Ok(Configure::default()), of_file)?;
    for item in items {
        let wrong = || WrongUsage(format!("apply takes KEY=VALUE, such as lanes=4, not {item}"));
        let (key, value) = item.split_once('=').ok_or_else(wrong)?;
        request.items.push(Setting { key: key.to_owned(), value: value.to_owned() });
    }
    let configured = door::ask(home, async |client| Ok(client.configure(request).await?)).await?;
    let mut exit = Exit::Done;
    for item in configured.items {
        if out.is_json() {
            out.value(&item);
        } else {
            out.line(&format!("{}: {}", item.key, if item.answer.is_empty() { "done" } else { &item.answer }));
        }
        if !item.answer.is_empty() {
            exit = Exit::Usage;
        }
    }
    Ok(exit)
}

fn of_file(file: &Path) -> anyhow::Result<Configure> {
    let text = input::text(file, Settings::LONGEST_FILE)?;
    Configure::of_file(&text).map_err(|refusal| WrongUsage(format!("{}: {}", file.display(), refusal.message)).into())
}

async fn export(home: Option<PathBuf>, out: &Output) -> anyhow::Result<Exit> {
    let settings = door::ask(home, async |client| Ok(client.settings(Nothing {}).await?)).await?;
    settings.to_file()?.lines().for_each(|line| out.line(line));
    Ok(Exit::Done)
}

async fn read(client: &Client, key: Option<String>) -> anyhow::Result<Vec<Setting>> {
    if let Some(key) = key {
        return Ok(vec![client.setting(SettingQuery { key }).await?]);
    }
    let all = serde_json::to_value(client.settings(Nothing {}).await?)?;
    let mut settings = Vec::new();
    for key in all.as_object().into_iter().flat_map(|fields| fields.keys()) {
        settings.push(client.setting(SettingQuery { key: key.clone() }).await?);
    }
    Ok(settings)
}
