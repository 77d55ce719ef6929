#!/usr/bin/env python3
"""The features of ARM's 8-bit keyword spotters (ML-KWS-for-MCU), step by step in plain Python, in double precision.

Writes cmsis-front-end.csv: deployment, sound, frame, and the coefficients times 2^fraction bits before they are rounded and clamped.
usage: cmsis-front-end.py > cmsis-front-end.csv
"""
import cmath
import math

WINDOW, TRANSFORM, BANDS, COEFFICIENTS = 640, 1024, 40, 10
LOWEST, HIGHEST, RATE = 20.0, 4000.0, 16000
DEPLOYMENTS = {"cmsis-dnn": (640, 25, 2), "cmsis-ds-cnn": (320, 49, 1)}  # samples from frame to frame, frames, fraction bits
SMALLEST = 2.0 ** -126


def noise(length, amplitude, seed):
    samples = []
    for _ in range(length):
        seed = (1103515245 * seed + 12345) % 2 ** 31
        samples.append(((seed >> 15) - 32768) * amplitude >> 15)
    return samples


SOUNDS = {
    "loud": noise(16000, 32767, 1),
    "quiet": noise(16000, 12, 2),
    "short": noise(5000, 3000, 3),
    "square": [(8000 if i // 37 % 2 else -8000) + x for i, x in enumerate(noise(16000, 100, 4))],
    "zeros": [0] * 16000,
}


def fourier(x):
    if len(x) == 1:
        return x
    even, odd = fourier(x[0::2]), fourier(x[1::2])
    turned = [cmath.exp(-2j * math.pi * k / len(x)) * y for k, y in enumerate(odd)]
    return [a + b for a, b in zip(even, turned)] + [a - b for a, b in zip(even, turned)]


def mel(frequency):
    return 1127 * math.log(1 + frequency / 700)


def weights(band):
    step = (mel(HIGHEST) - mel(LOWEST)) / (BANDS + 1)
    left = mel(LOWEST) + band * step
    triangle = {}
    for k in range(TRANSFORM // 2):
        place = (mel(k * RATE / TRANSFORM) - left) / step
        if 0 < place < 2:
            triangle[k] = min(place, 2 - place)
    return triangle


FILTERS = [weights(band) for band in range(BANDS)]


def features(frame, fraction):
    windowed = [x / 32768 * (0.5 - 0.5 * math.cos(2 * math.pi * i / WINDOW)) for i, x in enumerate(frame)]
    spectrum = [abs(z) for z in fourier([complex(x) for x in windowed] + [0j] * (TRANSFORM - WINDOW))]
    energies = [sum(weight * spectrum[k] for k, weight in triangle.items()) for triangle in FILTERS]
    logarithms = [math.log(energy if energy > 0 else SMALLEST) for energy in energies]
    return [
        2 ** fraction * math.sqrt(2 / BANDS) * sum(x * math.cos(math.pi / BANDS * (n + 0.5) * k) for n, x in enumerate(logarithms))
        for k in range(COEFFICIENTS)]


print("deployment,sound,frame," + ",".join(f"c{k}" for k in range(COEFFICIENTS)))
for name, (stride, frames, fraction) in DEPLOYMENTS.items():
    for sound, samples in SOUNDS.items():
        samples = samples + [0] * (16000 - len(samples))
        for frame in range(frames):
            values = features(samples[frame * stride:frame * stride + WINDOW], fraction)
            print(f"{name},{sound},{frame}," + ",".join(f"{value:.4f}" for value in values))
