# The route to the banks: outbound only, from one fixed address that a bank can allow. There is one gateway in one zone.
# While that zone is down, boletos stay pending; they are registered later.

locals {
  internet = var.internet ? 1 : 0
}

resource "aws_internet_gateway" "this" {
  count = local.internet

  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_subnet" "public" {
  count = local.internet

  vpc_id            = aws_vpc.this.id
  availability_zone = "${data.aws_region.current.name}${var.zones[0]}"
  cidr_block        = cidrsubnet(var.cidr, 4, 15)

  tags = { Name = "${var.name}-public-${var.zones[0]}" }
}

resource "aws_route_table" "public" {
  count = local.internet

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route" "public_to_internet" {
  count = local.internet

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count = local.internet

  subnet_id      = aws_subnet.public[0].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_eip" "internet" {
  count = local.internet

  domain = "vpc"

  tags = { Name = "${var.name}-internet" }
}

resource "aws_nat_gateway" "this" {
  count = local.internet

  allocation_id = aws_eip.internet[0].id
  subnet_id     = aws_subnet.public[0].id

  tags = { Name = var.name }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route" "private_to_internet" {
  count = local.internet

  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[0].id
}

# The addresses of banks change.
resource "aws_vpc_security_group_egress_rule" "functions_to_internet" {
  count = local.internet

  security_group_id = aws_security_group.functions.id
  description       = "Calls of the banks"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
