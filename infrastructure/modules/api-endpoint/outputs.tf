output "definition" {
  description = "Changes whenever the API must be deployed again because of this endpoint."
  value = sha1(jsonencode([
    local.resource_id,
    aws_api_gateway_method.this.http_method,
    aws_api_gateway_method.this.api_key_required,
    local.request_parameters, # as written: read back, none is sometimes {} and sometimes null
    aws_api_gateway_integration.this.type,
    aws_api_gateway_integration.this.uri,
  ]))
}
