//! A file system in memory that promises no more than POSIX does: what was not synced may be lost, reordered or torn at
//! a loss of power. It keeps a snapshot of each moment at which the power could go.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use ferrule_slots::Disk;

pub(crate) type Content = Rc<Vec<u8>>;
type Names = Rc<BTreeMap<String, usize>>;

/// A write to a file that a loss of power may undo.
#[derive(Clone)]
pub(crate) enum Write {
    At(usize, Content),
    Len(usize),
}

/// A change of a folder that a loss of power may undo. A rename is undone whole.
#[derive(Clone)]
pub(crate) enum Change {
    Link(String, usize),
    Unlink(String),
    Rename(String, String, usize),
}

/// A file or folder: what is durable, what is seen, and what leads from the one to the other.
#[derive(Clone)]
pub(crate) enum Node {
    File { durable: Content, live: Content, pending: Vec<Write> },
    Dir { durable: Names, live: Names, pending: Vec<Change> },
}

/// All files at one moment; the folder that holds everything is the first. Cheap to copy.
#[derive(Clone)]
pub(crate) struct Image(pub(crate) Vec<Rc<Node>>);

/// Mistakes of a file system's user, or of the file system, that are made for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sabotage {
    /// Files under this path are not synced.
    FileSync(&'static str),
    /// The folder of this name is not synced; `/sub` stands for all folders in a bundle.
    DirSync(&'static str),
    /// `O_DSYNC` is forgotten.
    DurableWrite,
    /// Both copies of the record are written to the same file.
    OneCopy,
    /// What a rename replaces is deleted first.
    DeleteBeforeRename,
    /// A file is written over in place of being replaced by a rename.
    CopyForRename,
}

/// From which operation on which error comes.
#[derive(Clone, Copy)]
pub(crate) struct Fault {
    pub(crate) after: usize,
    pub(crate) kind: io::ErrorKind,
}

struct State {
    image: Image,
    snapshots: Vec<Image>,
    sabotage: Option<Sabotage>,
    fault: Option<Fault>,
    operations: usize,
}

/// The disk. Clones are the same disk.
#[derive(Clone)]
pub(crate) struct Model(Rc<RefCell<State>>);

impl Image {
    pub(crate) fn empty() -> Self {
        let names = Names::default();
        Self(vec![Rc::new(Node::Dir { durable: Rc::clone(&names), live: names, pending: Vec::new() })])
    }

    fn names(&self, node: usize) -> io::Result<&BTreeMap<String, usize>> {
        match &*self.0[node] {
            Node::Dir { live, .. } => Ok(live),
            Node::File { .. } => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    fn find(&self, path: &str) -> io::Result<usize> {
        let mut node = 0;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            node = *self.names(node)?.get(name).ok_or(io::ErrorKind::NotFound)?;
        }
        Ok(node)
    }

    fn content(&self, path: &str) -> io::Result<&Content> {
        match &*self.0[self.find(path)?] {
            Node::File { live, .. } => Ok(live),
            Node::Dir { .. } => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    fn change(&mut self, dir: usize, change: Change) {
        if let Node::Dir { live, pending, .. } = Rc::make_mut(&mut self.0[dir]) {
            apply_change(Rc::make_mut(live), &change);
            pending.push(change);
        }
    }

    fn write(&mut self, file: usize, write: Write) {
        if let Node::File { live, pending, .. } = Rc::make_mut(&mut self.0[file]) {
            apply_write(Rc::make_mut(live), &write);
            pending.push(write);
        }
    }

    fn add(&mut self, path: &str, node: Node) -> io::Result<usize> {
        let (parent, name) = split(path);
        let parent = self.find(parent)?;
        self.names(parent)?;
        self.0.push(Rc::new(node));
        let node = self.0.len() - 1;
        self.change(parent, Change::Link(name.to_owned(), node));
        Ok(node)
    }

    fn sync(&mut self, node: usize) {
        match Rc::make_mut(&mut self.0[node]) {
            Node::File { durable, live, pending } => {
                *durable = Rc::clone(live);
                pending.clear();
            }
            Node::Dir { durable, live, pending } => {
                *durable = Rc::clone(live);
                pending.clear();
            }
        }
    }
}

pub(crate) fn apply_change(names: &mut BTreeMap<String, usize>, change: &Change) {
    match change {
        Change::Link(name, node) => {
            names.insert(name.clone(), *node);
        }
        Change::Unlink(name) => {
            names.remove(name);
        }
        Change::Rename(from, to, node) => {
            names.remove(from);
            names.insert(to.clone(), *node);
        }
    }
}

fn apply_write(content: &mut Vec<u8>, write: &Write) {
    match write {
        Write::Len(len) => content.resize(*len, 0),
        Write::At(offset, bytes) => put(content, *offset, bytes),
    }
}

/// Writes, and makes the file long enough.
pub(crate) fn put(content: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if content.len() < offset + bytes.len() {
        content.resize(offset + bytes.len(), 0);
    }
    content[offset..offset + bytes.len()].copy_from_slice(bytes);
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl Model {
    pub(crate) fn new(image: Image, sabotage: Option<Sabotage>) -> Self {
        let snapshots = Vec::new();
        Self(Rc::new(RefCell::new(State { image, snapshots, sabotage, fault: None, operations: 0 })))
    }

    /// The moments since this was last asked.
    pub(crate) fn take_snapshots(&self) -> Vec<Image> {
        std::mem::take(&mut self.0.borrow_mut().snapshots)
    }

    /// Lets writes fail, or no more. Counts operations from here on.
    pub(crate) fn set_fault(&self, fault: Option<Fault>) {
        let mut state = self.0.borrow_mut();
        (state.fault, state.operations) = (fault, 0);
    }

    /// Writing operations since the last call of [`Model::set_fault`].
    pub(crate) fn operations(&self) -> usize {
        self.0.borrow().operations
    }

    /// Does something that writes; afterwards the power may go. `grows`: whether it takes space.
    fn operate<T>(&self, grows: bool, operation: impl FnOnce(&mut Image) -> io::Result<T>) -> io::Result<T> {
        let state = &mut *self.0.borrow_mut();
        state.operations += 1;
        if let Some(fault) = state.fault
            && state.operations > fault.after
            && (grows || fault.kind != io::ErrorKind::StorageFull)
        {
            return Err(fault.kind.into());
        }
        let result = operation(&mut state.image)?;
        state.snapshots.push(state.image.clone());
        Ok(result)
    }

    fn sabotage(&self) -> Option<Sabotage> {
        self.0.borrow().sabotage
    }

    fn exists(&self, path: &str) -> bool {
        self.0.borrow().image.find(path).is_ok()
    }

    /// The file of this name, a new one when there is none.
    fn file(&self, path: &str) -> io::Result<usize> {
        let found = self.0.borrow().image.find(path);
        match found {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => self.operate(true, |image| {
                let content = Content::default();
                image.add(
                    path,
                    Node::File { durable: Rc::clone(&content), live: content, pending: Vec::new() },
                )
            }),
            found => found,
        }
    }

    fn write(&self, path: &str, write: Write, grows: bool) -> io::Result<usize> {
        let file = self.file(path)?;
        self.0.borrow().image.content(path)?;
        self.operate(grows, |image| {
            image.write(file, write);
            Ok(file)
        })
    }
}

impl Disk for Model {
    fn read(&self, path: &str, bytes_max: usize) -> io::Result<Vec<u8>> {
        let state = self.0.borrow();
        let content = state.image.content(path)?;
        if content.len() > bytes_max { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(content.to_vec()) }
    }

    fn read_at(&self, path: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let state = self.0.borrow();
        let content = state.image.content(path)?;
        let start = content.len().min(usize::try_from(offset).unwrap_or(usize::MAX));
        Ok(content[start..content.len().min(start + len)].to_vec())
    }

    fn write_at(&self, path: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).map_err(io::Error::other)?;
        self.write(path, Write::At(offset, Rc::new(bytes.to_vec())), true).map(|_| ())
    }

    fn write_durably(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = if self.sabotage() == Some(Sabotage::OneCopy) { "slots/record.0" } else { path };
        let grows = !self.exists(path);
        let file = self.write(path, Write::At(0, Rc::new(bytes.to_vec())), grows)?;
        if self.sabotage() != Some(Sabotage::DurableWrite) {
            self.0.borrow_mut().image.sync(file);
        }
        Ok(())
    }

    fn set_len(&self, path: &str, bytes: u64) -> io::Result<()> {
        let len = usize::try_from(bytes).map_err(io::Error::other)?;
        self.write(path, Write::Len(len), true).map(|_| ())
    }

    fn sync_file(&self, path: &str) -> io::Result<()> {
        let skipped = matches!(self.sabotage(), Some(Sabotage::FileSync(prefix)) if path.contains(prefix));
        self.operate(false, |image| {
            let file = image.find(path)?;
            if !skipped {
                image.sync(file);
            }
            Ok(())
        })
    }

    fn sync_dir(&self, path: &str) -> io::Result<()> {
        let skipped = match self.sabotage() {
            Some(Sabotage::DirSync("/sub")) => path.contains("bundle/"),
            Some(Sabotage::DirSync(suffix)) if !suffix.is_empty() => path.ends_with(suffix),
            Some(Sabotage::DirSync(_)) => path.is_empty(),
            _ => false,
        };
        self.operate(false, |image| {
            let dir = image.find(path)?;
            image.names(dir)?;
            if !skipped {
                image.sync(dir);
            }
            Ok(())
        })
    }

    fn create_dir(&self, path: &str) -> io::Result<()> {
        if self.exists(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let names = Names::default();
        let node = Node::Dir { durable: Rc::clone(&names), live: names, pending: Vec::new() };
        self.operate(true, |image| image.add(path, node).map(|_| ()))
    }

    fn is_dir(&self, path: &str) -> bool {
        let image = &self.0.borrow().image;
        image.find(path).is_ok_and(|node| image.names(node).is_ok())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let sabotage = self.sabotage();
        if sabotage == Some(Sabotage::DeleteBeforeRename) && self.exists(to) {
            self.remove_all(to)?;
        }
        if sabotage == Some(Sabotage::CopyForRename) {
            let content = self.read(from, usize::MAX)?;
            self.set_len(to, 0)?;
            self.write_at(to, 0, &content)?;
            self.sync_file(to)?;
            return self.remove_all(from);
        }
        let ((parent, from), (_, to)) = (split(from), split(to));
        self.operate(false, |image| {
            let dir = image.find(parent)?;
            let node = *image.names(dir)?.get(from).ok_or(io::ErrorKind::NotFound)?;
            image.change(dir, Change::Rename(from.to_owned(), to.to_owned(), node));
            Ok(())
        })
    }

    fn remove_all(&self, path: &str) -> io::Result<()> {
        let inside: Vec<String> = {
            let image = &self.0.borrow().image;
            let node = image.find(path)?;
            image.names(node).map(|names| names.keys().cloned().collect()).unwrap_or_default()
        };
        for name in inside {
            self.remove_all(&format!("{path}/{name}"))?;
        }
        let (parent, name) = split(path);
        self.operate(false, |image| {
            let dir = image.find(parent)?;
            image.change(dir, Change::Unlink(name.to_owned()));
            Ok(())
        })
    }
}
