//! A private X server for the emulator's window, and reading the guest's picture out of it.
//! With a virgl GPU the picture exists only there: QMP's `screendump` has no surface to read.

use std::io::{BufRead, BufReader};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, GetGeometryReply, ImageFormat, MapState, Window};
use x11rb::rust_connection::RustConnection;

use crate::error::{Error, Result};
use crate::picture::Picture;
use crate::process::Guarded;
use crate::workdir::WorkDir;

/// Larger than any guest mode the boards use, so that the window always fits.
const SCREEN: &str = "1920x1200x24";

/// A running Xvfb.
#[derive(Debug)]
pub(crate) struct Xvfb {
    display: String,
    _server: Guarded,
}

impl Xvfb {
    /// Starts a server on a free display number of its own choice.
    pub(crate) fn start(dir: &WorkDir) -> Result<Self> {
        let arguments =
            ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"].map(str::to_owned);
        let mut server = Guarded::spawn("Xvfb", &arguments, &[], &dir.join("xvfb.log"), true)?;
        let mut number = String::new();
        // Xvfb writes its number once it accepts clients; when it dies the pipe ends.
        if let Some(stdout) = server.take_stdout() {
            BufReader::new(stdout)
                .read_line(&mut number)
                .map_err(|error| Error::Screen(format!("Xvfb: {error}")))?;
        }
        if number.trim().parse::<u32>().is_err() {
            return Err(Error::Program { program: "Xvfb".into(), message: server.log_tail() });
        }
        Ok(Self { display: format!(":{}", number.trim()), _server: server })
    }

    /// The value for `DISPLAY`.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// The content of the largest window, which is the emulator's; `None` while there is none.
    pub(crate) fn window_picture(&self) -> Result<Option<Picture>> {
        window_picture(&self.display).map_err(|error| Error::Screen(error.to_string()))
    }
}

type XResult<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn window_picture(display: &str) -> XResult<Option<Picture>> {
    let (connection, screen) = x11rb::connect(Some(display))?;
    let root = connection.setup().roots[screen].root;
    let Some((window, geometry)) = largest_window(&connection, root)? else {
        return Ok(None);
    };
    let (width, height) = (geometry.width, geometry.height);
    let plane_mask = u32::MAX;
    let image =
        connection.get_image(ImageFormat::Z_PIXMAP, window, 0, 0, width, height, plane_mask)?.reply()?;
    // Depth 24 is stored as 32 bits a pixel, blue first on every machine that runs the tests.
    let pixels = image.data.chunks_exact(4).flat_map(|bgrx| [bgrx[2], bgrx[1], bgrx[0]]).collect();
    Ok(Some(Picture::new(u32::from(width), u32::from(height), pixels)?))
}

fn largest_window(connection: &RustConnection, root: Window) -> XResult<Option<(Window, GetGeometryReply)>> {
    let mut largest: Option<(Window, GetGeometryReply)> = None;
    for window in connection.query_tree(root)?.reply()?.children {
        let attributes = connection.get_window_attributes(window)?.reply()?;
        let geometry = connection.get_geometry(window)?.reply()?;
        let area = |of: &GetGeometryReply| u32::from(of.width) * u32::from(of.height);
        let is_larger = largest.as_ref().is_none_or(|(_, other)| area(other) < area(&geometry));
        if attributes.map_state == MapState::VIEWABLE && is_larger {
            largest = Some((window, geometry));
        }
    }
    Ok(largest)
}
