//! GBM buffers: a window's front buffer, locked for the screen and given back, and what the kernel wants to know of one.
//!
//! The gbm crate does the same with two allocations for every frame, which is why its buffer objects serve for samples
//! only. All calls of libgbm itself are here.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::rc::Rc;

use drm::buffer::Handle;
use drm::control::from_u32;
use gbm::{AsRaw, BufferObject, Format, Modifier, Surface};
use gbm_sys::gbm_bo;

use crate::framebuffer::Framebuffer;

/// Memory planes of a buffer at most, in libgbm and in the kernel.
const PLANE_COUNT_MAX: usize = 4;

/// A window's buffer, kept from being drawn into while it is on the screen or on its way there; given back on drop.
#[derive(Debug)]
pub(crate) struct FrontBuffer {
    raw: NonNull<gbm_bo>,
    /// It owns the buffer, and so lives at least as long.
    surface: Rc<Surface<()>>,
}

impl FrontBuffer {
    /// Locks the buffer that was drawn last; nothing when libgbm has none.
    ///
    /// # Safety
    /// To be called once after each swap of the buffers of this surface's window.
    pub(crate) unsafe fn lock(surface: &Rc<Surface<()>>) -> Option<Self> {
        // SAFETY: the surface is alive, and the caller promises the swap that libgbm demands.
        let raw = unsafe { gbm_sys::gbm_surface_lock_front_buffer(surface.as_raw().cast_mut()) };
        Some(Self { raw: NonNull::new(raw)?, surface: Rc::clone(surface) })
    }

    pub(crate) fn as_ref(&self) -> BufferRef<'_> {
        BufferRef { raw: self.raw, alive: PhantomData }
    }
}

impl Drop for FrontBuffer {
    fn drop(&mut self) {
        // SAFETY: the buffer was locked from this surface, which is alive, and is given back once: here.
        unsafe {
            gbm_sys::gbm_surface_release_buffer(self.surface.as_raw().cast_mut(), self.raw.as_ptr());
        }
    }
}

/// A buffer that exists for `'a`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BufferRef<'a> {
    raw: NonNull<gbm_bo>,
    alive: PhantomData<&'a ()>,
}

impl<'a> BufferRef<'a> {
    /// A buffer made for its own sake; nothing when it is a null pointer, which libgbm never gives for one.
    pub(crate) fn of(object: &'a BufferObject<()>) -> Option<Self> {
        Some(Self { raw: NonNull::new(object.as_raw().cast_mut())?, alive: PhantomData })
    }

    /// What [`BufferRef::keep`] was given.
    pub(crate) fn framebuffer(self) -> Option<&'a Framebuffer> {
        // SAFETY: the buffer is alive.
        let data = unsafe { gbm_sys::gbm_bo_get_user_data(self.raw.as_ptr()) };
        // SAFETY: nobody but `keep` sets user data of buffers in this crate: it is null or a `Framebuffer` that stays until
        // the buffer's end, and nobody changes it.
        unsafe { data.cast::<Framebuffer>().as_ref() }
    }

    /// Gives the buffer its framebuffer, which goes with it. For a buffer that has none.
    pub(crate) fn keep(self, framebuffer: Framebuffer) {
        unsafe extern "C" fn end(_: *mut gbm_bo, data: *mut c_void) {
            // SAFETY: libgbm calls this once, at the buffer's end, with what was set below.
            drop(unsafe { Box::from_raw(data.cast::<Framebuffer>()) });
        }
        let data = Box::into_raw(Box::new(framebuffer)).cast();
        // SAFETY: the buffer is alive, and `end` frees what `data` points to.
        unsafe { gbm_sys::gbm_bo_set_user_data(self.raw.as_ptr(), data, Some(end)) };
    }

    /// Width and height in pixels.
    pub(crate) fn size(self) -> (u32, u32) {
        let raw = self.raw.as_ptr();
        // SAFETY: the buffer is alive.
        unsafe { (gbm_sys::gbm_bo_get_width(raw), gbm_sys::gbm_bo_get_height(raw)) }
    }

    /// The pixel format; nothing for a code that is none.
    pub(crate) fn format(self) -> Option<Format> {
        // SAFETY: the buffer is alive.
        Format::try_from(unsafe { gbm_sys::gbm_bo_get_format(self.raw.as_ptr()) }).ok()
    }

    pub(crate) fn modifier(self) -> Modifier {
        // SAFETY: the buffer is alive.
        Modifier::from(unsafe { gbm_sys::gbm_bo_get_modifier(self.raw.as_ptr()) })
    }

    /// Bytes from one line to the next, of each memory plane.
    pub(crate) fn pitches(self) -> [u32; PLANE_COUNT_MAX] {
        // SAFETY: the buffer is alive and has this plane.
        self.of_planes(|raw, plane| unsafe { gbm_sys::gbm_bo_get_stride_for_plane(raw, plane) })
    }

    /// Where each memory plane begins in its memory object, in bytes.
    pub(crate) fn offsets(self) -> [u32; PLANE_COUNT_MAX] {
        // SAFETY: the buffer is alive and has this plane.
        self.of_planes(|raw, plane| unsafe { gbm_sys::gbm_bo_get_offset(raw, plane) })
    }

    /// The kernel's memory object of each memory plane.
    pub(crate) fn handles(self) -> [Option<Handle>; PLANE_COUNT_MAX] {
        self.of_planes(|raw, plane| {
            // SAFETY: the buffer is alive and has this plane.
            let handle = unsafe { gbm_sys::gbm_bo_get_handle_for_plane(raw, plane) };
            // SAFETY: every member of the union may be read, they are plain integers and a pointer; DRM backends
            // set this one.
            from_u32(unsafe { handle.u32_ })
        })
    }

    /// A value of each memory plane of the buffer.
    fn of_planes<T: Copy + Default>(self, get: impl Fn(*mut gbm_bo, i32) -> T) -> [T; PLANE_COUNT_MAX] {
        let raw = self.raw.as_ptr();
        // SAFETY: the buffer is alive.
        let count = unsafe { gbm_sys::gbm_bo_get_plane_count(raw) };
        let count = usize::try_from(count).unwrap_or(0).min(PLANE_COUNT_MAX);
        let mut values = [T::default(); PLANE_COUNT_MAX];
        for (plane, value) in (0..).zip(&mut values[..count]) {
            *value = get(raw, plane);
        }
        values
    }
}
