// Shows the document; whoever is signed in may try what writes, with the session's CSRF token.
function csrfToken() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("XSRF-TOKEN="));
  return cookie ? decodeURIComponent(cookie.slice("XSRF-TOKEN=".length)) : null;
}

SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const token = csrfToken();
    if (token && !request.headers.Authorization) request.headers["X-XSRF-Token"] = token;
    return request;
  },
});
