//! Where the window was, and how large.
//!
//! Owns the small file that remembers it. Refuses a place that no screen shows any more: the desktop finds another.
//! Rule kept here: a file that is missing, broken or absurd gives the usual size, wherever the desktop puts it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// The least width and height, in logical pixels.
pub(crate) const LEAST: (f64, f64) = (480.0, 360.0);

const MOST: (f64, f64) = (7680.0, 4320.0);

/// Size of the window, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Size {
    /// Of the page, without frame and title.
    pub(crate) width: f64,
    /// The same.
    pub(crate) height: f64,
    /// Whether it fills the screen; width and height are those it has otherwise.
    pub(crate) maximized: bool,
    /// Where its frame begins; absent where the desktop does not say.
    #[serde(default)]
    pub(crate) place: Option<(f64, f64)>,
}

/// A screen: where it begins and how large it is, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Screen {
    /// Of its upper left corner.
    pub(crate) place: (f64, f64),
    /// Width and height.
    pub(crate) size: (f64, f64),
}

impl Size {
    /// Where to put the window on these screens, so that its title can be taken hold of.
    pub(crate) fn place_on(&self, screens: &[Screen]) -> Option<(f64, f64)> {
        const GRIP: f64 = 48.0;
        self.place.filter(|(left, top)| {
            screens.iter().any(|screen| {
                let (first, last) = (screen.place, (screen.place.0 + screen.size.0, screen.place.1 + screen.size.1));
                let seen = *left + self.width >= first.0 + GRIP && *left <= last.0 - GRIP;
                seen && (first.1..=last.1 - GRIP).contains(top)
            })
        })
    }
}

impl Default for Size {
    fn default() -> Self {
        Self { width: 1080.0, height: 680.0, maximized: false, place: None }
    }
}

/// The size that is remembered between windows and starts.
pub(crate) struct Remembered {
    file: PathBuf,
    size: Mutex<Size>,
}

impl Remembered {
    /// Reads what `folder` remembers.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = folder.join("window.json");
        let read = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Size>(&bytes).ok());
        Self { file, size: Mutex::new(read.filter(is_sensible).unwrap_or_default()) }
    }

    /// The size for the next window.
    pub(crate) fn size(&self) -> Size {
        *self.size.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the window as it is now.
    pub(crate) fn note(&self, width: f64, height: f64, maximized: bool) {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = Size { width, height, maximized, place: size.place };
        if maximized {
            size.maximized = true;
        } else if is_sensible(&seen) {
            *size = seen;
        }
    }

    /// Notes where it is now, unless it fills the screen.
    pub(crate) fn note_place(&self, left: f64, top: f64) {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        if left.is_finite() && top.is_finite() {
            size.place = Some((left, top));
        }
    }

    /// Writes it down for the next start.
    pub(crate) fn keep(&self) {
        let written = self.file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            let text = serde_json::to_vec(&self.size())?;
            fs::write(&self.file, text)
        });
        if let Err(error) = written {
            tracing::info!("the size of the window is not remembered: {error}");
        }
    }
}

fn is_sensible(size: &Size) -> bool {
    (LEAST.0..=MOST.0).contains(&size.width) && (LEAST.1..=MOST.1).contains(&size.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_survives_the_program() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let remembered = Remembered::read(&folder.path().join("not made yet"));
        remembered.note(900.0, 700.0, false);
        remembered.note_place(-20.0, 40.0);
        remembered.note(1920.0, 1050.0, true);
        remembered.keep();
        let again = Remembered::read(&folder.path().join("not made yet")).size();
        assert_eq!(again, Size { width: 900.0, height: 700.0, maximized: true, place: Some((-20.0, 40.0)) });
        Ok(())
    }

    #[test]
    fn a_place_that_no_screen_shows_is_left_to_the_desktop() {
        let screens =
            [(0.0, 1280.0), (1280.0, 1920.0)].map(|(left, width)| Screen { place: (left, 0.0), size: (width, 900.0) });
        let put = |place, screens: &[Screen]| Size { place: Some(place), ..Size::default() }.place_on(screens);
        assert_eq!(put((1500.0, 100.0), &screens), Some((1500.0, 100.0)));
        assert_eq!(put((1500.0, 100.0), &screens[..1]), None, "the second screen is gone");
        assert_eq!(put((-1000.0, 100.0), &screens), Some((-1000.0, 100.0)), "a part of it can be seen");
        for hidden in [(-1040.0, 100.0), (3190.0, 100.0), (100.0, -30.0), (100.0, 880.0), (f64::NAN, 0.0)] {
            assert_eq!(put(hidden, &screens), None, "{hidden:?}");
        }
        assert_eq!(Size::default().place_on(&screens), None);
    }

    #[test]
    fn nonsense_gives_the_usual_size() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for text in ["", "{}", "7", r#"{"width":-1.0,"height":1e300,"maximized":false}"#] {
            fs::write(folder.path().join("window.json"), text)?;
            assert_eq!(Remembered::read(folder.path()).size(), Size::default(), "{text}");
        }
        Ok(())
    }
}
