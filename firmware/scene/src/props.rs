//! What `Set` does to a node.

use alloc::boxed::Box;
use alloc::string::String;

use ferrule_abi::text::TextSpans;
use ferrule_abi::{Keyword, NodeId, Prop, StyleState, Value};

use crate::edit::for_ancestors;
use crate::host::Host;
use crate::layout;
use crate::math::clamp;
use crate::refusal::{Refusal, SCENE_TEXT_BYTES_MAX};
use crate::scene::Scene;
use crate::scroll::ScrollState;
use crate::slots::{Slot, Values};
use crate::style::is_inner;
use crate::text::TextNumber;
use crate::tree::{Content, Flag, Index, NONE, Overlay, index_of};

/// Longest time in which an image fades in.
const FADE_MS_MAX: f32 = 10_000.0;

impl Scene {
    pub(crate) fn set<H: Host>(
        &mut self,
        host: &mut H,
        node: NodeId,
        prop: Prop,
        state: StyleState,
        value: &Value<'_>,
    ) -> Result<(), Refusal> {
        let index = index_of(node);
        self.nodes.get(index).ok_or(Refusal::NoSuchNode)?;
        if !value.fits(prop.kind()) {
            return Err(Refusal::WrongValue);
        }
        if let Some(slot) = Slot::of(prop) {
            self.set_animated(index, slot, state, value);
            return Ok(());
        }
        if state == StyleState::Focused {
            return Err(Refusal::NotAnimatable);
        }
        match prop {
            Prop::FillAngle => self.set_paint_number(index, prop, number(value, 0.0)),
            Prop::Z => self.set_paint_number(index, prop, number(value, 0.0)),
            Prop::Clip => self.set_cause(index, Flag::Cut, flag(value, false)),
            Prop::Visible => self.set_cause(index, Flag::Invisible, !flag(value, true)),
            Prop::Focusable => self.set_focusable(index, flag(value, false)),
            Prop::FocusMemory => self.set_flag(index, Flag::FocusMemory, flag(value, false)),
            Prop::FocusTrap => self.set_flag(index, Flag::FocusTrap, flag(value, false)),
            Prop::Disabled => self.set_flag(index, Flag::Disabled, flag(value, false)),
            Prop::FocusUp
            | Prop::FocusDown
            | Prop::FocusLeft
            | Prop::FocusRight
            | Prop::FocusScope
            | Prop::FocusWrap
            | Prop::RepeatSteps => return self.set_guide(index, prop, value),
            Prop::ItemCount
            | Prop::Columns
            | Prop::ItemSize
            | Prop::Overscan
            | Prop::PlaceholderColor
            | Prop::PlaceholderRadius => return self.set_list(index, prop, value),
            Prop::Group
            | Prop::OriginX
            | Prop::OriginY
            | Prop::RadiusTopLeft
            | Prop::RadiusTopRight
            | Prop::RadiusBottomRight
            | Prop::RadiusBottomLeft
            | Prop::ShadowX
            | Prop::ShadowY
            | Prop::ShadowSpread
            | Prop::FillShape
            | Prop::FillX
            | Prop::FillY
            | Prop::FillRadius
            | Prop::SliceLeft
            | Prop::SliceTop
            | Prop::SliceRight
            | Prop::SliceBottom => return self.set_look(index, prop, value),
            Prop::ScrollPolicy | Prop::ScrollPadding => return self.set_scrolling(index, prop, value),
            Prop::Text
            | Prop::FontSize
            | Prop::FontWeight
            | Prop::TextAlign
            | Prop::MaxLines
            | Prop::LineHeight
            | Prop::LetterSpacing
            | Prop::Italic
            | Prop::TextDirection => return self.set_text(host, index, prop, value),
            Prop::Source | Prop::Fit | Prop::FadeIn => return self.set_image(host, index, prop, value),
            _ => return self.set_layout(index, prop, value),
        }
        Ok(())
    }

    fn set_layout(&mut self, index: Index, prop: Prop, value: &Value<'_>) -> Result<(), Refusal> {
        let node = self.nodes.at_mut(index);
        if !node.style.set(prop, value).ok_or(Refusal::WrongValue)? {
            return Ok(());
        }
        if prop == Prop::Scroll {
            // The other axis starts anew.
            node.scroll.get_or_insert_with(Box::<ScrollState>::default).reset();
        }
        match prop {
            Prop::Display | Prop::Overflow | Prop::OverflowX | Prop::OverflowY => self.follow_causes(index),
            Prop::LayoutDirection => {
                let parents = layout::inherited_direction(&self.nodes, index);
                layout::inherit_direction(&mut self.nodes, index, parents);
                self.layouts.direction_changed(&self.nodes, index);
            }
            Prop::Align | Prop::Direction => layout::alignment_changed(&mut self.nodes, index),
            _ => {}
        }
        if is_inner(prop) {
            self.layouts.content_changed(&mut self.nodes, index);
        } else {
            self.layouts.style_changed(&mut self.nodes, index);
        }
        self.nodes.repaint(index);
        Ok(())
    }

    /// Sets a flag from which others follow.
    fn set_cause(&mut self, index: Index, cause: Flag, on: bool) {
        self.nodes.at_mut(index).flags.put(cause, on);
        self.follow_causes(index);
    }

    /// Brings the flags up to date that follow from a property and a layout property together.
    fn follow_causes(&mut self, index: Index) {
        let node = self.nodes.at(index);
        let hidden = node.flags.has(Flag::Invisible) || node.style.is_none;
        let clip = node.flags.has(Flag::Cut) || node.style.hides_overflow();
        self.set_flag(index, Flag::Hidden, hidden);
        self.set_flag(index, Flag::Clip, clip);
    }

    fn set_animated(&mut self, index: Index, slot: Slot, state: StyleState, value: &Value<'_>) {
        let bits = match *value {
            // A zero is +0: then no value in the scene is -0, and other engines need not tell the two apart.
            Value::Number(number) => Some((number + 0.0).to_bits()),
            Value::Color(color) => Some(color.0),
            _ => None,
        };
        let node = self.nodes.at_mut(index);
        match state {
            StyleState::Base => {
                node.base.0[slot as usize] = bits.unwrap_or(Values::DEFAULT.bits(slot));
                if slot == Slot::FillTo {
                    node.flags.put(Flag::BaseFillTo, bits.is_some());
                }
            }
            StyleState::Focused => {
                let bit = slot.bit();
                match bits {
                    Some(bits) => {
                        let overlay = node
                            .overlay
                            .get_or_insert_with(|| Box::new(Overlay { values: Values::DEFAULT, mask: 0 }));
                        overlay.values.0[slot as usize] = bits;
                        overlay.mask |= bit;
                    }
                    None => {
                        if let Some(overlay) = &mut node.overlay {
                            overlay.mask &= !bit;
                        }
                    }
                }
            }
        }
        self.follow(index, slot);
        if slot == Slot::Fill {
            // The second colour of a flat gradient goes along.
            self.follow(index, Slot::FillTo);
        }
        self.note_gradient(index);
        self.repaint_part(index);
    }

    fn set_paint_number(&mut self, index: Index, prop: Prop, value: f32) {
        let node = self.nodes.at_mut(index);
        if prop == Prop::Z {
            node.z = value;
            let parent = node.parent;
            if value != 0.0 && parent != NONE {
                self.nodes.at_mut(parent).flags.put(Flag::OrderedChildren, true);
            }
        } else {
            node.fill_angle = value;
        }
        self.repaint_part(index);
    }

    fn set_flag(&mut self, index: Index, flag: Flag, on: bool) {
        let node = self.nodes.at_mut(index);
        if node.flags.has(flag) == on {
            return;
        }
        node.flags.put(flag, on);
        match flag {
            Flag::Hidden | Flag::Disabled => self.focus.tree_changed(),
            // Clipping cuts the extent.
            Flag::Clip => self.layouts.content_changed(&mut self.nodes, index),
            _ => {}
        }
        self.repaint(index);
    }

    fn set_focusable(&mut self, index: Index, on: bool) {
        let node = self.nodes.at_mut(index);
        if node.flags.has(Flag::Focusable) == on {
            return;
        }
        node.flags.put(Flag::Focusable, on);
        self.count_focusable(index, on);
    }

    /// Keeps the count of what can have the focus right, in a node and those above it.
    pub(crate) fn count_focusable(&mut self, index: Index, on: bool) {
        let node = self.nodes.at_mut(index);
        node.focusables = if on { node.focusables + 1 } else { node.focusables - 1 };
        for_ancestors(&mut self.nodes, index, |node| {
            node.focusables = if on { node.focusables + 1 } else { node.focusables - 1 };
        });
        self.focus.tree_changed();
    }

    fn set_scrolling(&mut self, index: Index, prop: Prop, value: &Value<'_>) -> Result<(), Refusal> {
        let policy = match *value {
            Value::Unset => Keyword::Minimal,
            Value::Number(_) => Keyword::None,
            Value::Keyword(word @ (Keyword::Minimal | Keyword::Start | Keyword::Center | Keyword::Page)) => {
                word
            }
            _ => return Err(Refusal::WrongValue),
        };
        let scroll = self.nodes.at_mut(index).scroll.get_or_insert_with(Box::<ScrollState>::default);
        if prop == Prop::ScrollPadding {
            scroll.set_padding(number(value, 0.0));
        } else {
            scroll.set_policy(policy);
        }
        self.focus.layout_changed();
        Ok(())
    }

    fn set_text<H: Host>(
        &mut self,
        host: &mut H,
        index: Index,
        prop: Prop,
        value: &Value<'_>,
    ) -> Result<(), Refusal> {
        let Content::Text(content) = &mut self.nodes.at_mut(index).content else {
            return Err(Refusal::NotForThisKind);
        };
        let given = match *value {
            Value::Number(number) => Some(number),
            _ => None,
        };
        let changed = match prop {
            Prop::Text => {
                let text = if let Value::Text(text) = *value { text } else { "" };
                let bytes = self.text_bytes - content.text_bytes() + text.len();
                if bytes > SCENE_TEXT_BYTES_MAX {
                    return Err(Refusal::TooMuchText);
                }
                let changed = content.text() != text || !content.spans().is_empty();
                if changed {
                    content.set_text(text);
                    self.text_bytes = bytes;
                }
                changed
            }
            Prop::TextAlign => match *value {
                Value::Unset => content.set_align(Keyword::Start),
                Value::Keyword(word) if prop.keywords().contains(&word) => content.set_align(word),
                _ => return Err(Refusal::WrongValue),
            },
            Prop::TextDirection => match *value {
                Value::Unset => content.set_direction(Keyword::None),
                Value::Keyword(word @ (Keyword::Ltr | Keyword::Rtl)) => content.set_direction(word),
                _ => return Err(Refusal::WrongValue),
            },
            Prop::Italic => content.set_italic(flag(value, false)),
            Prop::LetterSpacing => content.set_number(TextNumber::LetterSpacing, given),
            Prop::FontSize => content.set_number(TextNumber::Size, given),
            Prop::FontWeight => content.set_number(TextNumber::Weight, given),
            Prop::MaxLines => content.set_number(TextNumber::LinesMax, given),
            _ => content.set_number(TextNumber::LineHeight, given),
        };
        if changed {
            content.release(host);
            self.layouts.content_changed(&mut self.nodes, index);
            self.repaint_part(index);
        }
        Ok(())
    }

    pub(crate) fn style_text<H: Host>(
        &mut self,
        host: &mut H,
        index: Index,
        spans: &TextSpans<'_>,
    ) -> Result<(), Refusal> {
        let Content::Text(content) = &mut self.nodes.get_mut(index).ok_or(Refusal::NoSuchNode)?.content
        else {
            return Err(Refusal::NotForThisKind);
        };
        let bytes = self.text_bytes - content.spans().len() + spans.as_bytes().len();
        if bytes > SCENE_TEXT_BYTES_MAX {
            return Err(Refusal::TooMuchText);
        }
        if content.spans() == spans.as_bytes() {
            return Ok(());
        }
        self.text_bytes = bytes;
        content.set_spans(spans);
        content.release(host);
        self.layouts.content_changed(&mut self.nodes, index);
        self.repaint_part(index);
        Ok(())
    }

    fn set_image<H: Host>(
        &mut self,
        host: &mut H,
        index: Index,
        prop: Prop,
        value: &Value<'_>,
    ) -> Result<(), Refusal> {
        let Content::Image(content) = &mut self.nodes.at_mut(index).content else {
            return Err(Refusal::NotForThisKind);
        };
        if prop == Prop::FadeIn {
            content.fade_ms = clamp(number(value, 0.0), 0.0, FADE_MS_MAX);
        } else if prop == Prop::Fit {
            content.fit = match *value {
                Value::Unset => Keyword::Cover,
                Value::Keyword(word @ (Keyword::Cover | Keyword::Contain | Keyword::Fill)) => word,
                _ => return Err(Refusal::WrongValue),
            };
        } else {
            let path = if let Value::Text(path) = *value { path } else { "" };
            if content.path == path {
                return Ok(());
            }
            let bytes = self.text_bytes - content.path.len() + path.len();
            if bytes > SCENE_TEXT_BYTES_MAX {
                return Err(Refusal::TooMuchText);
            }
            self.text_bytes = bytes;
            content.path = String::from(path);
            self.images.replace(host, index, content);
        }
        self.repaint_part(index);
        Ok(())
    }
}

fn number(value: &Value<'_>, default: f32) -> f32 {
    if let Value::Number(number) = *value { number } else { default }
}

fn flag(value: &Value<'_>, default: bool) -> bool {
    if let Value::Flag(on) = *value { on } else { default }
}
