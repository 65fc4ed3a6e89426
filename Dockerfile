# One image for every part; the command says which: listen, score, app, digest, site.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements.lock pyproject.toml README.md ./
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
RUN python -m venv /opt/kayfiyat \
 && /opt/kayfiyat/bin/pip install --no-cache-dir --constraint requirements.lock .

FROM python:3.11-slim-bookworm
# The letters of pictures: Latin, Cyrillic, and the Uzbek ʻ ʼ ў қ ғ ҳ.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-dejavu-core fonts-noto-core \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 kayfiyat \
 && mkdir -p /data/data && chown -R kayfiyat /data
COPY --from=build /opt/kayfiyat /opt/kayfiyat
ENV PATH=/opt/kayfiyat/bin:$PATH PYTHONUNBUFFERED=1
USER kayfiyat
WORKDIR /data
VOLUME /data
ENTRYPOINT ["kayfiyat"]
CMD ["status"]
