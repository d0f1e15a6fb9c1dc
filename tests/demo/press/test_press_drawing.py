"""Illustrations are drawn anew, always the same, and none is missing."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from kommin.demo.press.drawing import SCENES, draw
from kommin.demo.press.reading import read

PHOTOS = read().photos
ONE_OF_EACH_SCENE = {photo.scene: photo.id for photo in PHOTOS.values()}


def test_every_photo_has_a_scene_and_every_scene_a_photo() -> None:
    assert {photo.scene for photo in PHOTOS.values()} == set(SCENES)


@pytest.mark.parametrize("name", ONE_OF_EACH_SCENE.values())
def test_a_picture_is_large_and_not_empty(name: str) -> None:
    picture = draw(PHOTOS[name])
    image = Image.open(io.BytesIO(picture.content))
    assert (image.format, image.size) == ("JPEG", (picture.width, picture.height)) == ("JPEG", (1800, 1200))
    assert len(image.resize((90, 60)).getcolors(5400) or ()) > 60


def test_the_same_photo_is_drawn_alike_and_another_one_differently() -> None:
    photo = PHOTOS["stadtteil"]
    assert draw(photo).content == draw(photo).content
    assert draw(replace(photo, id="another")).content != draw(photo).content
