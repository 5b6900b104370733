//! Opening files and folders with the desktop's own programs.
//!
//! Owns the question before a file that could run, and the call to the file manager. Refuses paths from outside: a file
//! is named by its task. Rule kept here: nothing is run, and no right to run is given, without the person's choice.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gtk::prelude::{DialogExt, GtkWindowExt, ObjectExt, WidgetExt};
use haul_api::{Code, OneTask, Refusal, Status, TaskRef, TaskView};
use tauri::{AppHandle, Manager, Url};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::link::Link;

/// How long a file manager may take to answer before the folder is opened without it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Endings of files that a desktop may run, install or let act.
const LAUNCHABLE: &[&str] = &[
    "desktop",
    "sh",
    "bash",
    "zsh",
    "fish",
    "csh",
    "ksh",
    "exe",
    "com",
    "bat",
    "cmd",
    "msi",
    "ps1",
    "vbs",
    "vbe",
    "js",
    "jse",
    "wsf",
    "wsh",
    "scr",
    "pif",
    "lnk",
    "hta",
    "cpl",
    "reg",
    "jar",
    "jnlp",
    "appimage",
    "deb",
    "rpm",
    "flatpak",
    "flatpakref",
    "flatpakrepo",
    "snap",
    "apk",
    "run",
    "py",
    "pyc",
    "pyw",
    "pl",
    "rb",
    "lua",
    "php",
    "tcl",
    "command",
    "service",
    "html",
    "htm",
    "xhtml",
    "xht",
    "shtml",
    "mhtml",
    "docm",
    "xlsm",
    "pptm",
    "dmg",
    "pkg",
];

/// Opens the file of a finished task, after a question where it could run.
///
/// # Errors
/// [`Refusal`] when the task has no file, or nothing on this desktop opens it.
pub(crate) async fn open(app: &AppHandle, task: u64) -> Result<(), Refusal> {
    let task = look_up(app, task).await?;
    if task.status != Status::Complete {
        return Err(Refusal::new(Code::NotPossible, format!("\"{}\" is not finished yet.", task.name)));
    }
    let path = PathBuf::from(&task.path);
    if !path.is_file() {
        return Err(Refusal::new(Code::Disk, format!("\"{}\" is no longer where it was put.", task.name)));
    }
    if let Some(kind) = launchable(&path)
        && ask(app, &task, &kind).await? == Choice::Leave
    {
        return Ok(());
    }
    open_with_desktop(path, &task.name).await
}

/// Shows a task's file in the file manager, or its folder where there is no file yet.
///
/// # Errors
/// [`Refusal`] when the folder has gone, or nothing on this desktop shows it.
pub(crate) async fn show_in_folder(app: &AppHandle, task: u64) -> Result<(), Refusal> {
    let task = look_up(app, task).await?;
    let path = PathBuf::from(&task.path);
    if path.exists() && select_in_file_manager(&path).await {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| folder.is_dir());
    let Some(folder) = folder else {
        return Err(Refusal::new(Code::Disk, format!("The folder of \"{}\" is no longer there.", task.name)));
    };
    open_with_desktop(folder.to_owned(), "the folder").await
}

async fn look_up(app: &AppHandle, task: u64) -> Result<TaskView, Refusal> {
    let client = app.state::<Link>().client()?;
    Ok(client.show(OneTask { task: TaskRef::Number(task) }).await?.task)
}

async fn open_with_desktop(path: PathBuf, name: &str) -> Result<(), Refusal> {
    let opened = tauri::async_runtime::spawn_blocking(move || open::that_detached(path)).await;
    match opened {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            Err(Refusal::new(Code::NotPossible, format!("No program on this desktop opens \"{name}\": {error}.")))
        }
        Err(error) => Err(Refusal::new(Code::Internal, format!("\"{name}\" could not be opened: {error}."))),
    }
}

#[zbus::proxy(
    interface = "org.freedesktop.FileManager1",
    default_service = "org.freedesktop.FileManager1",
    default_path = "/org/freedesktop/FileManager1",
    gen_blocking = false
)]
trait FileManager {
    fn show_items(&self, uris: &[&str], startup_id: &str) -> zbus::Result<()>;
}

async fn select_in_file_manager(path: &Path) -> bool {
    let Ok(uri) = Url::from_file_path(path) else { return false };
    let shown = timeout(PATIENCE, async {
        let bus = zbus::Connection::session().await?;
        FileManagerProxy::new(&bus).await?.show_items(&[uri.as_str()], "").await
    });
    match shown.await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::debug!("no file manager selects a file: {error}");
            false
        }
        Err(_) => false,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Open,
    Leave,
}

/// Asks with a dialog of the toolkit, because there may be no window.
async fn ask(app: &AppHandle, task: &TaskView, kind: &str) -> Result<Choice, Refusal> {
    let (answer, chosen) = oneshot::channel();
    let title = format!("Open \"{}\"?", task.name);
    let text = format!("{kind} It came from {}. Open it only if you trust where it came from.", origin(task));
    let asked = app.run_on_main_thread(move || {
        let nobody: Option<&gtk::Window> = None;
        let dialog = gtk::MessageDialog::new(
            nobody,
            gtk::DialogFlags::empty(),
            gtk::MessageType::Warning,
            gtk::ButtonsType::None,
            &title,
        );
        dialog.set_title("Haul");
        dialog.set_property("secondary-text", &text);
        dialog.add_button("Do not open", gtk::ResponseType::Cancel);
        dialog.add_button("Open", gtk::ResponseType::Accept);
        dialog.set_default_response(gtk::ResponseType::Cancel);
        dialog.connect_response(respond_once(answer));
        dialog.show_all();
        dialog.present();
    });
    asked.map_err(|error| Refusal::new(Code::Internal, format!("The question could not be asked: {error}.")))?;
    Ok(chosen.await.unwrap_or(Choice::Leave))
}

fn respond_once(answer: oneshot::Sender<Choice>) -> impl Fn(&gtk::MessageDialog, gtk::ResponseType) {
    let answer = std::cell::Cell::new(Some(answer));
    move |dialog, response| {
        let choice = if response == gtk::ResponseType::Accept { Choice::Open } else { Choice::Leave };
        if let Some(answer) = answer.take() {
            let _nobody_waits = answer.send(choice);
        }
        // Closing answers too, by another response; the answer has been taken by then.
        dialog.close();
    }
}

fn origin(task: &TaskView) -> &str {
    if task.host.is_empty() { "an unknown server" } else { &task.host }
}

/// What could happen when the file is opened, as a sentence; `None` for a file that is only looked at.
fn launchable(path: &Path) -> Option<String> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if let Some(ending) = ending.filter(|ending| LAUNCHABLE.contains(&ending.as_str())) {
        return Some(format!("A .{ending} file can run as a program, install one, or act by itself."));
    }
    let may_run = path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0);
    if may_run {
        return Some("This file may be run as a program.".to_owned());
    }
    let mut start = [0_u8; 4];
    let read = File::open(path).and_then(|mut file| file.read(&mut start)).unwrap_or(0);
    let start = &start[..read];
    (start.starts_with(b"\x7fELF") || start.starts_with(b"MZ") || start.starts_with(b"#!"))
        .then(|| "This file is a program, whatever its name says.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_could_run_is_asked_about_whatever_the_case_of_its_name() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["a.desktop", "a.SH", "setup.Exe", "b.AppImage", "c.jar", "d.deb", "e.rpm", "f.html", "g.run"] {
            let path = folder.path().join(name);
            fs::write(&path, "x")?;
            let sentence = launchable(&path).ok_or_else(|| anyhow::anyhow!("{name} was opened without a question"))?;
            let ending = name.rsplit('.').next().map(str::to_ascii_lowercase).unwrap_or_default();
            assert!(sentence.contains(&format!(".{ending}")), "the question names the type: {sentence}");
        }
        Ok(())
    }

    #[test]
    fn what_is_only_looked_at_opens_at_once() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["film.mkv", "book.pdf", "a.tar.gz", "picture.jpeg", "no ending", "sh"] {
            let path = folder.path().join(name);
            fs::write(&path, "plain")?;
            assert_eq!(launchable(&path), None, "{name}");
        }
        Ok(())
    }

    #[test]
    fn a_program_is_known_by_its_content_too() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for start in [&b"\x7fELF\x02\x01"[..], b"MZ\x90", b"#!/bin/sh\n"] {
            let path = folder.path().join("holiday.jpg");
            fs::write(&path, start)?;
            assert!(launchable(&path).is_some(), "{start:?}");
        }
        Ok(())
    }

    #[test]
    fn a_file_that_may_be_run_is_asked_about() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("tool");
        fs::write(&path, "x")?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        assert!(launchable(&path).is_some());
        Ok(())
    }
}
