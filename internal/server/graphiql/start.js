// Starts GraphiQL on the hub that served the page. What is asked stands in the
// address, so that it can be passed on; headers, which may hold a token, do not.
const here = new URL(location.href)
const keep = (name) => (value) => {
  if (value) here.searchParams.set(name, value)
  else here.searchParams.delete(name)
  history.replaceState(null, '', here)
}
const asked = (name) => here.searchParams.get(name) ?? undefined
const api = new URL('/graphql', here)

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    // A subscription sends the headers as the parameters of its connection.
    fetcher: GraphiQL.createFetcher({ url: api.href, subscriptionUrl: api.href.replace(/^http/, 'ws') }),
    query: asked('query'),
    variables: asked('variables'),
    operationName: asked('operationName'),
    onEditQuery: keep('query'),
    onEditVariables: keep('variables'),
    onEditOperationName: keep('operationName'),
    isHeadersEditorEnabled: true,
    inputValueDeprecation: true,
  }),
)
