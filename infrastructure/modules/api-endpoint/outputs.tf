output "definition" {
  description = "Changes whenever a change of this endpoint requires a new deployment of the API."
  value = sha1(jsonencode([
    local.resource_id,
    aws_api_gateway_method.this.http_method,
    aws_api_gateway_method.this.api_key_required,
    local.request_parameters, # as written here: AWS returns an empty map sometimes as {} and sometimes as null
    aws_api_gateway_integration.this.type,
    aws_api_gateway_integration.this.uri,
  ]))
}
