# moto 5 forgets the binary media types.
resource "aws_api_gateway_rest_api" "this" {
  lifecycle {
    ignore_changes = [binary_media_types]
  }
}
