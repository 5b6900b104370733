//! Finished files on their way out of the window.
//!
//! Owns the drag of a file to another program, and what its picture is. Refuses paths: a file is named by its task, and
//! only one that is finished and still there leaves.
//! Rule kept here: a drag begins only while the button is held, and what is called answers when the drag has ended.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gtk::gdk::{DragAction, DragContext, ModifierType};
use gtk::glib::SignalHandlerId;
use gtk::prelude::{DragContextExtManual, ObjectExt, SeatExt, WidgetExt};
use haul_api::{Code, Refusal};
use tauri::{Manager, Url, WebviewWindow};
use tokio::sync::oneshot;

use crate::opening;

/// The button that a person drags with.
const FIRST_BUTTON: i32 = 1;
/// Where the pointer is on the picture of the drag.
const HOT_SPOT: i32 = -8;

/// Lets a person drag the files of finished tasks to another program, and waits until they are let go.
///
/// # Errors
/// [`Refusal`] when a task is not finished or its file has gone, or the desktop knows no drags.
pub(crate) async fn carry(window: WebviewWindow, tasks: Vec<u64>) -> Result<(), Refusal> {
    let mut files = Vec::with_capacity(tasks.len());
    for task in tasks {
        files.push(opening::finished(window.app_handle(), task).await?.path);
    }
    let (ended, end) = oneshot::channel();
    let source = window.clone();
    let begun = window.run_on_main_thread(move || begin(&source, &files, ended));
    begun.map_err(|error| Refusal::new(Code::Internal, format!("The files cannot be dragged: {error}.")))?;
    // Nothing was begun where the button is up already.
    let _not_begun = end.await;
    Ok(())
}

fn begin(window: &WebviewWindow, files: &[PathBuf], ended: oneshot::Sender<()>) {
    let (Ok(source), Some(first)) = (window.gtk_window(), files.first()) else { return };
    let Some((left, top)) = held_at(&source) else { return };
    let targets = gtk::TargetList::new(&[]);
    targets.add_uri_targets(0);
    let drag = source.drag_begin_with_coordinates(&targets, DragAction::COPY, FIRST_BUTTON, None, left, top);
    let Some(drag) = drag else { return };
    drag.drag_set_icon_gicon(&picture_of(first), HOT_SPOT, HOT_SPOT);
    offer(&source, &drag, addresses_of(files), ended);
}

/// Where the pointer is on the window, while the button is down.
fn held_at(window: &impl WidgetExt) -> Option<(i32, i32)> {
    let surface = window.window()?;
    let pointer = surface.display().default_seat()?.pointer()?;
    let (_, left, top, held) = surface.device_position(&pointer);
    held.contains(ModifierType::BUTTON1_MASK).then_some((left, top))
}

/// Gives the addresses to whoever asks during this drag, and says when it is over.
fn offer(source: &gtk::ApplicationWindow, drag: &DragContext, addresses: Vec<String>, ended: oneshot::Sender<()>) {
    let asked = drag.clone();
    let giving = source.connect_drag_data_get(move |_, drag, data, _, _| {
        if *drag == asked {
            let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
            data.set_uris(&addresses);
        }
    });
    let over = drag.clone();
    let kept = Rc::new(RefCell::new(None::<([SignalHandlerId; 2], oneshot::Sender<()>)>));
    let taken = Rc::clone(&kept);
    let ending = source.connect_drag_end(move |source, drag| {
        let Some((handlers, ended)) = taken.borrow_mut().take_if(|_| *drag == over) else { return };
        handlers.into_iter().for_each(|handler| source.disconnect(handler));
        let _nobody_waits = ended.send(());
    });
    kept.replace(Some(([giving, ending], ended)));
}

fn picture_of(file: &Path) -> gtk::gio::Icon {
    let (kind, _uncertain) = gtk::gio::content_type_guess(Some(file), &[]);
    gtk::gio::content_type_get_icon(&kind)
}

/// What other programs are told of files: every byte that an address cannot hold is written as its number.
fn addresses_of(files: &[PathBuf]) -> Vec<String> {
    files.iter().filter_map(|file| Url::from_file_path(file).ok()).map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_file_leads_back_to_it_whatever_its_name() {
        for name in ["plain.bin", "a b %20 #?&;\"'.bin", "-ü ß 中.tar.gz", "line\nbreak", "[1]{2}|3^4`5\\6"] {
            let file = PathBuf::from("/home/ada/Über uns").join(name);
            let [address] = &addresses_of(std::slice::from_ref(&file))[..] else { panic!("{name} has an address") };
            assert!(address.bytes().all(|byte| byte.is_ascii_graphic()), "{address}");
            assert!(!address.contains(['#', '?']), "{address}");
            let back = Url::parse(address).ok().and_then(|address| address.to_file_path().ok());
            assert_eq!(back, Some(file));
        }
    }
}
