# The tree of paths. A resource needs its parent's id, and `for_each` cannot refer to itself, so each depth is a block.

locals {
  paths = distinct([for endpoint in values(var.endpoints) : endpoint.path if endpoint.path != "/"])

  # "/boletos/{id}" => ["/boletos", "/boletos/{id}"]
  prefixes = distinct(flatten([
    for path in local.paths : [
      for depth in range(1, length(split("/", path))) : join("/", slice(split("/", path), 0, depth + 1))
    ]
  ]))

  resources = merge(
    { "/" = aws_api_gateway_rest_api.this.root_resource_id },
    { for path, resource in aws_api_gateway_resource.first : path => resource.id },
    { for path, resource in aws_api_gateway_resource.second : path => resource.id },
    { for path, resource in aws_api_gateway_resource.third : path => resource.id },
  )
}

resource "aws_api_gateway_resource" "first" {
  for_each = toset([for path in local.prefixes : path if length(split("/", path)) == 2])

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "second" {
  for_each = toset([for path in local.prefixes : path if length(split("/", path)) == 3])

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.first[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "third" {
  for_each = toset([for path in local.prefixes : path if length(split("/", path)) == 4])

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.second[dirname(each.key)].id
  path_part   = basename(each.key)
}
