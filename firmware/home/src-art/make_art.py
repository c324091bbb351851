#!/usr/bin/python3
"""Draws the home app's artwork: every picture from a seed and a palette, the same on every run.

Needs Debian's python3-pil. Writes ../art/tile/* (320x180) and ../art/hero/* (640x360); see README.md here.
"""

import math
import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

W, H = 1280, 720  # Drawn at twice the hero's size and scaled down, which smooths every edge.
OUT = Path(__file__).resolve().parent.parent / "art"


def rgb(text):
    return tuple(int(text[i : i + 2], 16) for i in (1, 3, 5))


def mix(a, b, t):
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b))


def gradient(stops):
    """A vertical gradient through colours at heights from 0 to 1."""
    column = Image.new("RGB", (1, H))
    for y in range(H):
        t = y / (H - 1)
        for (t0, a), (t1, b) in zip(stops, stops[1:]):
            if t0 <= t <= t1:
                column.putpixel((0, y), mix(a, b, (t - t0) / (t1 - t0)))
                break
    return column.resize((W, H))


def glow(image, centre, radius, color, strength=1.0):
    """Light around a point, added to what is there."""
    side = 256
    spot = Image.radial_gradient("L").resize((side, side))
    spot = spot.point(lambda v: round(max(0, 1 - v / 181) ** 2 * 255 * strength))
    size = max(2, int(radius * 2))
    spot = spot.resize((size, size), Image.BILINEAR)
    light = Image.new("RGB", (W, H))
    patch = Image.merge("RGB", [spot.point(lambda v, c=c: v * c // 255) for c in color])
    light.paste(patch, (int(centre[0] - radius), int(centre[1] - radius)))
    return ImageChops.screen(image, light)


def overlay(image, alpha):
    """A drawing surface whose shapes are blended at `alpha` (0 to 255) by `done`."""
    layer = Image.new("RGBA", (W, H), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)

    def done():
        layer.putalpha(layer.getchannel("A").point(lambda v: v * alpha // 255))
        return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")

    return draw, done


def ridge(rnd, base, rough, detail=5):
    """Heights of a horizon: some sines of rising frequency."""
    waves = [(rough / (k + 1), rnd.uniform(0.6, 1.6) * (k + 1) * 2, rnd.uniform(0, 7)) for k in range(detail)]
    return [base + sum(a * math.sin(f * x / W * math.pi + p) for a, f, p in waves) for x in range(0, W + 8, 8)]


def below(heights):
    return [(i * 8, y) for i, y in enumerate(heights)] + [(W, H), (0, H)]


def stars(image, rnd, count, top=1.0):
    draw = ImageDraw.Draw(image)
    for _ in range(count):
        x, y, size = rnd.uniform(0, W), rnd.uniform(0, H * top), rnd.choice([1, 1, 1.5, 2, 2.6])
        shade = rnd.randint(120, 255)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=(shade, shade, min(255, shade + 20)))
    return image


def hills(rnd, sky, light, land):
    image = gradient([(0, sky[0]), (0.55, sky[1]), (1, sky[2])])
    sun = (rnd.uniform(0.25, 0.8) * W, rnd.uniform(0.28, 0.46) * H)
    image = glow(image, sun, 520, light, 0.8)
    draw = ImageDraw.Draw(image)
    r = rnd.uniform(50, 90)
    draw.ellipse((sun[0] - r, sun[1] - r, sun[0] + r, sun[1] + r), fill=mix(light, (255, 255, 255), 0.55))
    for k in range(6):
        t = k / 5
        heights = ridge(rnd, H * (0.50 + 0.085 * k), 40 + 10 * k)
        ImageDraw.Draw(image).polygon(below(heights), fill=mix(mix(sky[2], land, 0.25), land, t))
        if k < 5:
            image = glow(image, (sun[0], H * (0.56 + 0.085 * k)), 620, sky[2], 0.16)
    return image


def peaks(rnd, sky, light, land):
    image = gradient([(0, sky[0]), (0.6, sky[1]), (1, sky[2])])
    image = stars(image, rnd, 160, 0.55)
    for k in range(3):
        image = glow(image, (rnd.uniform(0, W), rnd.uniform(40, 220)), rnd.uniform(260, 460), light, 0.5)
    for k in range(4):
        base, rise = H * (0.62 + 0.11 * k), 300 - 55 * k
        points, x = [], -120.0
        while x < W + 200:
            points.append((x, base - rnd.uniform(0.35, 1) * rise))
            x += rnd.uniform(70, 150)
            points.append((x, base + rnd.uniform(-0.1, 0.3) * rise))
            x += rnd.uniform(60, 130)
        color = mix(mix(sky[2], light, 0.15), land, 0.25 + 0.25 * k)
        draw = ImageDraw.Draw(image)
        draw.polygon([(-200, H)] + points + [(W + 200, H)], fill=color)
        if k < 2:  # Snow on the tops, on the lit side.
            for (x0, y0), (x1, y1) in zip(points[0::2], points[1::2]):
                draw.polygon(
                    [(x0, y0), (x0 + (x1 - x0) * 0.42, y0 + (y1 - y0) * 0.42), (x0 + 4, y0 + (y1 - y0) * 0.3)],
                    fill=mix(color, (255, 255, 255), 0.55 - 0.2 * k),
                )
    return image


def sea(rnd, sky, light, land):
    image = gradient([(0, sky[0]), (0.5, sky[1]), (1, sky[2])])
    moon = (rnd.uniform(0.3, 0.75) * W, H * 0.3)
    image = glow(image, moon, 560, light, 0.75)
    draw = ImageDraw.Draw(image)
    r = rnd.uniform(60, 100)
    draw.ellipse((moon[0] - r, moon[1] - r, moon[0] + r, moon[1] + r), fill=mix(light, (255, 255, 255), 0.6))
    for k in range(9):
        y, amp = H * (0.52 + 0.058 * k), 7 + 4 * k
        f, p = rnd.uniform(2.5, 5) * (1.3 - k * 0.08), rnd.uniform(0, 7)
        heights = [y + amp * math.sin(f * x / W * 2 * math.pi + p) for x in range(0, W + 8, 8)]
        draw, done = overlay(image, 235)
        draw.polygon(below(heights), fill=mix(sky[2], land, k / 8) + (255,))
        image = done()
        draw, done = overlay(image, 110 - 9 * k)
        half = 60 + 26 * k
        draw.line(
            [(x, h) for x, h in zip(range(0, W + 8, 8), heights) if abs(x - moon[0]) < half],
            fill=mix(light, (255, 255, 255), 0.4) + (255,),
            width=5,
        )
        image = done()
    return image


def city(rnd, sky, light, land):
    image = gradient([(0, sky[0]), (0.6, sky[1]), (1, sky[2])])
    image = stars(image, rnd, 90, 0.4)
    image = glow(image, (W * rnd.uniform(0.3, 0.7), H * 0.75), 760, light, 0.7)
    for k in range(3):
        draw = ImageDraw.Draw(image)
        color, x = mix(mix(sky[2], light, 0.25), land, 0.4 + 0.3 * k), -20.0
        while x < W:
            wide, tall = rnd.uniform(50, 120), rnd.uniform(0.16, 0.52 - 0.09 * k) * H
            top = H - tall
            draw.rectangle((x, top, x + wide, H), fill=color)
            if rnd.random() < 0.3:
                draw.rectangle((x + wide / 2 - 3, top - rnd.uniform(20, 70), x + wide / 2 + 3, top), fill=color)
            if k > 0:
                for wy in range(int(top) + 16, H, 24):
                    for wx in range(int(x) + 12, int(x + wide) - 12, 20):
                        if rnd.random() < 0.34:
                            draw.rectangle((wx, wy, wx + 8, wy + 11), fill=mix(color, light, rnd.uniform(0.3, 0.95)))
            x += wide + rnd.uniform(-8, 14)
    return image


def planet(rnd, sky, light, land):
    image = gradient([(0, sky[0]), (1, sky[1])])
    for _ in range(4):
        image = glow(image, (rnd.uniform(0, W), rnd.uniform(0, H)), rnd.uniform(240, 520), sky[2], 0.55)
    image = stars(image, rnd, 320)
    cx, cy, r = W * rnd.uniform(0.38, 0.66), H * rnd.uniform(0.42, 0.62), rnd.uniform(170, 240)
    image = glow(image, (cx, cy), r * 1.9, light, 0.5)
    tilt = rnd.uniform(-0.5, 0.5)

    def ring(front):
        draw, done = overlay(image, 190)
        for k in range(26):
            rx, ry = r * (1.42 + 0.022 * k), r * (0.30 + 0.006 * k)
            points = []
            for s in range(0, 181):
                a = math.pi * s / 180 + (0 if front else math.pi)
                x, y = rx * math.cos(a), ry * math.sin(a)
                points.append((cx + x * math.cos(tilt) - y * math.sin(tilt), cy + x * math.sin(tilt) + y * math.cos(tilt)))
            shade = 0.35 + 0.6 * abs(math.sin(k * 0.9))
            draw.line(points, fill=mix(land, light, shade) + (255,), width=5)
        return done()

    image = ring(False)
    ball = gradient([(0, mix(land, light, 0.9)), (0.5, mix(land, light, 0.35)), (1, mix(land, (0, 0, 0), 0.5))])
    bands = ImageDraw.Draw(ball)
    for _ in range(9):
        y = rnd.uniform(cy - r, cy + r)
        points = [(x, y + 9 * math.sin(x / 70 + y)) for x in range(0, W + 8, 8)]
        bands.line(points, fill=mix(land, light, rnd.uniform(0, 0.8)), width=rnd.randint(6, 22))
    ball = ball.filter(ImageFilter.GaussianBlur(5))
    mask = Image.new("L", (W, H))
    ImageDraw.Draw(mask).ellipse((cx - r, cy - r, cx + r, cy + r), fill=255)
    shadow = Image.new("L", (W, H))
    off = r * 0.55
    ImageDraw.Draw(shadow).ellipse((cx - r - off, cy - r - off * 0.6, cx + r - off, cy + r - off * 0.6), fill=255)
    shadow = shadow.filter(ImageFilter.GaussianBlur(60))
    dark = Image.composite(ball, ball.point(lambda v: v // 4), shadow)
    image.paste(dark, (0, 0), mask)
    return ring(True)


def forest(rnd, sky, light, land):
    image = gradient([(0, sky[0]), (0.55, sky[1]), (1, sky[2])])
    sun = (rnd.uniform(0.3, 0.7) * W, H * 0.42)
    image = glow(image, sun, 600, light, 0.85)
    for k in range(5):
        color = mix(mix(sky[2], light, 0.2), land, 0.18 + 0.2 * k)
        ground = ridge(rnd, H * (0.62 + 0.08 * k), 22, 3)
        draw = ImageDraw.Draw(image)
        draw.polygon(below(ground), fill=color)
        x = rnd.uniform(-30, 10)
        while x < W + 40:
            tall = rnd.uniform(0.6, 1.1) * (70 + 46 * k)
            foot = ground[min(len(ground) - 1, max(0, int(x / 8)))] + 14
            for level in range(4):
                half = tall * (0.10 + 0.055 * level)
                y = foot - tall + tall * 0.21 * level
                draw.polygon([(x, y), (x - half, y + tall * 0.34), (x + half, y + tall * 0.34)], fill=color)
            x += rnd.uniform(0.35, 0.9) * (34 + 24 * k)
        if k < 4:
            image = glow(image, (sun[0], H * (0.66 + 0.08 * k)), 700, sky[2], 0.14)
    return image


def shapes(rnd, sky, light, land):
    """Circles and quarter circles on a grid, in the colours of the palette."""
    colors = [sky[0], sky[1], sky[2], light, land]
    image = Image.new("RGB", (W, H), colors[0])
    side = 160
    draw = ImageDraw.Draw(image)
    for gy in range(0, H, side):
        for gx in range(0, W, side):
            a, b = rnd.sample(colors, 2)
            draw.rectangle((gx, gy, gx + side, gy + side), fill=a)
            kind = rnd.randrange(5)
            if kind == 0:
                draw.ellipse((gx + 14, gy + 14, gx + side - 14, gy + side - 14), fill=b)
            elif kind == 1:
                ox, oy = rnd.choice([(0, 0), (side, 0), (0, side), (side, side)])
                draw.pieslice((gx + ox - side, gy + oy - side, gx + ox + side, gy + oy + side), *{
                    (0, 0): (0, 90), (side, 0): (90, 180), (side, side): (180, 270), (0, side): (270, 360)}[(ox, oy)], fill=b)
            elif kind == 2:
                draw.polygon([(gx, gy + side), (gx + side, gy + side), (gx + side, gy)], fill=b)
            elif kind == 3:
                for s in range(4):
                    draw.rectangle((gx, gy + s * 40, gx + side, gy + s * 40 + 20), fill=b)
    shade = gradient([(0, (255, 255, 255)), (1, (150, 150, 170))])
    return ImageChops.multiply(image, shade)


def lights(rnd, sky, light, land):
    """Soft discs of light out of focus."""
    image = gradient([(0, sky[0]), (0.6, sky[1]), (1, land)])
    for k in range(30):
        x, y, r = rnd.uniform(0, W), rnd.gauss(H * 0.55, H * 0.2), rnd.uniform(24, 120)
        color = mix(rnd.choice([light, sky[2], light]), (255, 255, 255), rnd.uniform(0, 0.3))
        draw, done = overlay(image, rnd.randint(40, 120))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=color + (255,))
        draw.ellipse((x - r, y - r, x + r, y + r), outline=mix(color, (255, 255, 255), 0.5) + (255,), width=3)
        image = done()
        if k == 12:
            image = image.filter(ImageFilter.GaussianBlur(7))
    return glow(image, (W * 0.5, H * 0.6), 700, light, 0.3)


PALETTES = {
    "dusk": (["#2b1055", "#a13670", "#ff9a6b"], "#ffd29c", "#1b0b33"),
    "night": (["#050a24", "#122a5c", "#3c6ea8"], "#bcd9ff", "#040714"),
    "dawn": (["#274472", "#c97b84", "#ffd6a5"], "#fff0c9", "#2a2440"),
    "teal": (["#062c36", "#0f6b6b", "#7fd1ae"], "#e4ffd9", "#03191d"),
    "ember": (["#1d0a0a", "#7a1f1f", "#ff7b39"], "#ffd27a", "#120404"),
    "violet": (["#120a3a", "#4b2aa0", "#c084fc"], "#f3d9ff", "#0b0520"),
    "rose": (["#3a0d2e", "#b83b5e", "#ffb6a3"], "#ffe3d3", "#220618"),
    "aurora": (["#04121f", "#0b3b4a", "#2fae8f"], "#9dffd0", "#020a10"),
    "sand": (["#6b4a2b", "#d39d5b", "#ffe1a6"], "#fff6d8", "#3a2413"),
    "ice": (["#0d2b45", "#4d8fb8", "#d6f1ff"], "#ffffff", "#0a2036"),
}
KINDS = [hills, peaks, sea, city, planet, forest, shapes, lights]
# Forty pictures: a kind, a palette, a seed.
PICTURES = [
    ("hills", "dusk"), ("planet", "violet"), ("sea", "night"), ("city", "rose"), ("forest", "aurora"),
    ("peaks", "ice"), ("lights", "ember"), ("shapes", "teal"), ("hills", "sand"), ("sea", "dusk"),
    ("planet", "ember"), ("forest", "dawn"), ("city", "night"), ("peaks", "aurora"), ("hills", "teal"),
    ("lights", "violet"), ("sea", "rose"), ("shapes", "dusk"), ("peaks", "dusk"), ("forest", "teal"),
    ("planet", "teal"), ("city", "ember"), ("hills", "night"), ("sea", "sand"), ("lights", "night"),
    ("peaks", "violet"), ("forest", "ember"), ("shapes", "rose"), ("hills", "rose"), ("planet", "ice"),
    ("sea", "aurora"), ("city", "violet"), ("peaks", "dawn"), ("forest", "night"), ("lights", "teal"),
    ("hills", "violet"), ("planet", "dusk"), ("sea", "teal"), ("shapes", "ember"), ("peaks", "night"),
]


def main():
    kinds = {kind.__name__: kind for kind in KINDS}
    for name in ("tile", "hero"):
        (OUT / name).mkdir(parents=True, exist_ok=True)
    for number, (kind, palette) in enumerate(PICTURES):
        sky, light, land = PALETTES[palette]
        image = kinds[kind](random.Random(number * 7919 + 17), [rgb(c) for c in sky], rgb(light), rgb(land))
        hero = image.resize((640, 360), Image.LANCZOS)
        tile = image.resize((320, 180), Image.LANCZOS)
        hero.save(OUT / "hero" / f"{number:02}.jpg", quality=84, optimize=True, subsampling=2)
        # All three formats are in use, so that all three decoders are.
        if number % 4 == 3:
            tile.save(OUT / "tile" / f"{number:02}.png", optimize=True)
        elif number % 4 == 1:
            tile.save(OUT / "tile" / f"{number:02}.webp", quality=86, method=6)
        else:
            tile.save(OUT / "tile" / f"{number:02}.jpg", quality=86, optimize=True, subsampling=0)


main()
