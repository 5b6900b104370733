//! Opening files and folders with the desktop's own programs.
//!
//! Owns the question before a file that could run, and the call to the file manager. Refuses paths from outside: a file
//! is named by its task. Rule kept here: nothing is run, and no right to run is given, without the person's choice.

use std::path::{Path, PathBuf};
use std::time::Duration;

use gtk::prelude::{DialogExt, GtkWindowExt, ObjectExt, WidgetExt};
use haul_api::{Code, OneTask, Refusal, Status, TaskRef, TaskView};
use haul_host::launchable;
use tauri::{AppHandle, Manager, Url};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::glance;
use crate::link::Link;

/// How long a file manager may take to answer before the folder is opened without it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the file of a finished task, after a question where it could run.
///
/// # Errors
/// [`Refusal`] when the task has no file, or nothing on this desktop opens it.
pub(crate) async fn open(app: &AppHandle, task: u64) -> Result<(), Refusal> {
    let Finished { task, path } = finished(app, task).await?;
    if let Some(kind) = launchable(&path)
        && ask(app, &task, &kind).await? == Choice::Leave
    {
        return Ok(());
    }
    open_with_desktop(path, &task.name).await
}

/// A finished task, and its file.
pub(crate) struct Finished {
    task: TaskView,
    /// Where the file is.
    pub(crate) path: PathBuf,
}

/// Looks a finished task up whose file is still there.
///
/// # Errors
/// [`Refusal`] when there is no such task, it is not finished, or its file has gone.
pub(crate) async fn finished(app: &AppHandle, task: u64) -> Result<Finished, Refusal> {
    let task = look_up(app, task).await?;
    if task.status != Status::Complete {
        return Err(Refusal::new(Code::NotPossible, format!("\"{}\" is not finished yet.", task.name)));
    }
    let path = PathBuf::from(&task.path);
    if !path.is_file() {
        return Err(Refusal::new(Code::Disk, format!("\"{}\" is no longer where it was put.", task.name)));
    }
    Ok(Finished { task, path })
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
    let words = glance::words(app);
    let title = words.say("ask-open-title", &[("name", task.name.as_str().into())]);
    let origin = if task.host.is_empty() { words.say("ask-open-unknown", &[]) } else { task.host.clone() };
    let text = words.say("ask-open-body", &[("kind", kind.into()), ("origin", origin.into())]);
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
        dialog.add_button(&words.say("ask-open-no", &[]), gtk::ResponseType::Cancel);
        dialog.add_button(&words.say("ask-open-yes", &[]), gtk::ResponseType::Accept);
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
