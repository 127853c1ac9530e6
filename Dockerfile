# One image for all roles: silo, ingest, api, schema, and serve for one process. It builds with BuildKit and with the classic
# builder. docs/kubernetes.md says how it is run; the context is this folder:
#
#   docker build --tag recharge-monitor:0.1.0 .

FROM node:22-bookworm-slim AS wall
WORKDIR /wall
COPY src/Api/wall/package.json src/Api/wall/package-lock.json src/Api/wall/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY src/Api/wall ./
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages change more rarely than code: this layer is kept while no project file changes.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/*/*.csproj ./projects/
COPY src/Api/Wall.targets ./src/Api/
COPY src/Monitor/ReadyToRun.targets ./src/Monitor/
RUN for project in projects/*.csproj; do \
      name=$(basename "$project" .csproj) && mkdir -p "src/$name" && mv "$project" "src/$name/"; \
    done \
    && dotnet restore src/Monitor --use-current-runtime

COPY src ./src
COPY --from=wall /wall/dist ./src/Api/wall/dist
RUN dotnet publish src/Monitor --configuration Release --no-restore --use-current-runtime --no-self-contained --output /app \
      -p:Wall=made -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false \
    && rm -f /app/alpine-librdkafka.so

# Without a shell, a package manager and root. SQLite and librdkafka come with the packages. Of the latter's builds,
# centos8-librdkafka.so is the one that runs here: it links to nothing but the C library, where librdkafka.so wants Cyrus SASL.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
LABEL org.opencontainers.image.title="recharge-monitor" \
      org.opencontainers.image.description="Real-time monitor of China Mobile's top-ups"
WORKDIR /app
COPY --from=build /app ./

# Inside a container localhost is reached by nobody. What a role needs else comes from its settings.
ENV ASPNETCORE_HTTP_PORTS= \
    Api__Url=http://0.0.0.0:8080 \
    Silo__Url=http://0.0.0.0:8081 \
    Ingest__Url=http://0.0.0.0:8082 \
    Serve__Url=http://0.0.0.0:8080
USER $APP_UID
EXPOSE 8080 8081 8082 11111 30000
ENTRYPOINT ["/app/recharge-monitor"]
