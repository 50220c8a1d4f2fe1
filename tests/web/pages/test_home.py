"""The first page boots."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_it_answers(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Codeward" in response.content.decode()
